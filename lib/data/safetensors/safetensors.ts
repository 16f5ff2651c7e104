/**
 * Safetensors: named arrays behind a JSON header. Writing and reading stand
 * side by side. Nothing in such a file can run.
 *
 * @see https://huggingface.co/docs/safetensors
 * @module
 */

import { isRecord } from "../../options/is_record.ts";
import { sizeOf } from "../numpy/nd_array.ts";

/** An array with its name; `float32`. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** An array in an open file, not read yet. */
export interface TensorInFile {
  readonly name: string;
  readonly shape: number[];
  /** @throws {SyntaxError} If the file has become shorter meanwhile. */
  readonly read: () => Float32Array;
}

/** Bytes that a header may take, as in the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;

/** Bytes of a value, by the types that are read. */
const VALUE_BYTES: Record<string, number> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

/** The header and the arrays, in their order. */
export function encodeSafetensors(
  tensors: readonly StoredTensor[],
): Uint8Array<ArrayBuffer>[] {
  const header: Record<string, unknown> = {
    __metadata__: { format: "tf", writer: "thaw" },
  };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    const start = end;
    end += data.byteLength;
    header[name] = { dtype: "F32", shape, data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Arrays begin at a multiple of eight.
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  return [
    length,
    padded,
    ...tensors.map(({ data }) =>
      new Uint8Array(
        data.buffer as ArrayBuffer,
        data.byteOffset,
        data.byteLength,
      )
    ),
  ];
}

/** An open file; `using` closes it. */
export class SafetensorsFile implements Disposable {
  private constructor(
    readonly path: string,
    /** In the order in which they lie in the file. */
    readonly tensors: readonly TensorInFile[],
    readonly close: () => void,
  ) {}

  /**
   * @throws {Deno.errors.NotFound} If there is no such file.
   * @throws {SyntaxError} If it is no whole safetensors file, or holds an
   * array of other than floating-point numbers.
   */
  static open(path: string): SafetensorsFile {
    const file = Deno.openSync(path);
    try {
      const { size } = file.statSync();
      const fail = (reason: string): never => {
        throw new SyntaxError(`${path} is no safetensors file: ${reason}`);
      };
      if (size < 8) fail("it ends before its header");
      const start = readAt(file, 0, 8, path);
      const length = Number(new DataView(start.buffer).getBigUint64(0, true));
      if (length > MAX_HEADER_BYTES || 8 + length > size) {
        fail(`its header would take ${length} bytes`);
      }
      const text = new TextDecoder().decode(readAt(file, 8, length, path));
      const header = parseHeader(text, fail);
      const from = 8 + length;
      const entries = Object.entries(header)
        .filter(([name]) => name !== "__metadata__")
        .map(([name, entry]) => checkEntry(name, entry, size - from, fail))
        .sort((left, right) =>
          left.start - right.start || left.end - right.end
        );
      let next = 0;
      for (const { name, start, end } of entries) {
        if (start !== next) fail(`'${name}' does not begin where another ends`);
        next = end;
      }
      if (next !== size - from) {
        fail(`${size - from - next} bytes are nobody's`);
      }
      const tensors = entries
        .map(({ name, shape, dtype, start, end }): TensorInFile => ({
          name,
          shape,
          read: () =>
            decode(readAt(file, from + start, end - start, path), dtype),
        }));
      return new SafetensorsFile(path, tensors, () => file.close());
    } catch (error) {
      file.close();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function readAt(
  file: Deno.FsFile,
  at: number,
  length: number,
  path: string,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  file.seekSync(at, Deno.SeekMode.Start);
  for (let done = 0; done < length;) {
    const read = file.readSync(bytes.subarray(done));
    if (read === null) throw new SyntaxError(`${path} is cut off`);
    done += read;
  }
  return bytes;
}

function parseHeader(
  text: string,
  fail: (reason: string) => never,
): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    fail("its header is no JSON");
  }
  return isRecord(header) ? header : fail("its header is no object");
}

function checkEntry(
  name: string,
  entry: unknown,
  available: number,
  fail: (reason: string) => never,
) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as {
    dtype?: unknown;
    shape?: unknown;
    data_offsets?: unknown;
  };
  const isCount = (value: unknown) =>
    Number.isSafeInteger(value) && Number(value) >= 0;
  if (typeof dtype !== "string" || !Object.hasOwn(VALUE_BYTES, dtype)) {
    fail(`'${name}' is of type ${dtype}, not floating-point`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    fail(`'${name}' has no shape`);
  }
  if (
    !Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)
  ) {
    fail(`'${name}' has no place`);
  }
  const [start, end] = offsets as [number, number];
  const bytes = sizeOf(shape as number[]) * VALUE_BYTES[dtype as string];
  if (end > available || end - start !== bytes) {
    fail(`'${name}' lies outside it or does not fit its shape`);
  }
  return { name, dtype: dtype as string, shape: shape as number[], start, end };
}

function decode(bytes: Uint8Array<ArrayBuffer>, dtype: string): Float32Array {
  if (dtype === "F32") return new Float32Array(bytes.buffer);
  const view = new DataView(bytes.buffer);
  const read: Record<string, (at: number) => number> = {
    F64: (at) => view.getFloat64(at, true),
    F16: (at) => view.getFloat16(at, true),
    BF16: (at) => {
      const wide = new DataView(new ArrayBuffer(4));
      wide.setUint16(2, view.getUint16(at, true), true);
      return wide.getFloat32(0, true);
    },
  };
  const width = VALUE_BYTES[dtype];
  return Float32Array.from(
    { length: bytes.length / width },
    (_, i) => read[dtype](i * width),
  );
}
