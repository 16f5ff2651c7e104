/**
 * Bytes in a widget's state, which travel beside the JSON.
 *
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 *
 * @module
 */

/** A place in the state: names of records, indices of lists. */
export type BufferPath = (string | number)[];

/** A state as it travels. */
export interface WireState {
  state: Record<string, unknown>;
  buffer_paths: BufferPath[];
  buffers: BufferSource[];
}

function isBytes(value: unknown): value is BufferSource {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/** Takes the bytes out: gone from records, `null` in lists. */
export function removeBuffers(state: Record<string, unknown>): WireState {
  const buffer_paths: BufferPath[] = [];
  const buffers: BufferSource[] = [];
  const without = (value: unknown, path: BufferPath): unknown => {
    if (isBytes(value)) {
      buffer_paths.push(path);
      buffers.push(value);
      return undefined;
    }
    if (Array.isArray(value)) {
      return value.map((item, at) => without(item, [...path, at]) ?? null);
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, item]) => {
        const kept = without(item, [...path, name]);
        return kept === undefined ? [] : [[name, kept]];
      }),
    );
  };
  const kept = without(state, []) as Record<string, unknown>;
  return { state: kept, buffer_paths, buffers };
}

/** Names by which JavaScript reaches what is no part of a state. */
const UNSAFE = ["__proto__", "constructor", "prototype"];

/**
 * Puts the bytes back in their places, in the state itself.
 *
 * @throws {RangeError} If a path leads nowhere.
 */
export function putBuffers(
  state: Record<string, unknown>,
  paths: readonly BufferPath[],
  buffers: readonly Uint8Array[],
): void {
  for (const [index, path] of paths.entries()) {
    // deno-lint-ignore no-explicit-any -- walks JSON of any shape
    let place: any = state;
    const last = path.at(-1);
    const isSafe = last !== undefined &&
      path.every((name) => !UNSAFE.includes(String(name)));
    for (const name of isSafe ? path.slice(0, -1) : []) place = place?.[name];
    if (!isSafe || typeof place !== "object" || place === null) {
      throw new RangeError(`No place for bytes at ${JSON.stringify(path)}`);
    }
    place[last] = buffers[index];
  }
}
