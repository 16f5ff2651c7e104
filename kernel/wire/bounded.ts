/**
 * Contents that fit into one message: V8 has no text above half a gigabyte, and
 * no front end shows one of a tenth of that.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { IopubType } from "../protocol/messages.ts";
import type { Dict } from "../protocol/shape.ts";

/** Bytes of all texts and buffers of one message. */
const MESSAGE_BYTES = 256 * 1024 * 1024;

/**
 * Values that are looked at to measure a content. What has more is measured by
 * `JSON.stringify`, which throws on what is too long.
 */
const MEASURED_VALUES = 10_000;

/** Bytes of the texts in a value, as far as they are looked at. */
function sizeOf(value: unknown): number {
  let size = 0;
  let left = MEASURED_VALUES;
  const waiting = [value];
  while (waiting.length > 0 && left-- > 0) {
    const next = waiting.pop();
    if (typeof next === "string") size += Buffer.byteLength(next);
    else if (typeof next === "object" && next !== null) {
      for (const item of Object.values(next)) waiting.push(item);
    }
  }
  return size;
}

function megabytes(size: number): string {
  return `${Math.ceil(size / 2 ** 20)} MiB`;
}

/** Cuts a text and says so at its end. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length)}\n… (${
    megabytes(text.length - length)
  } more were cut: a message holds ${megabytes(MESSAGE_BYTES)})`;
}

/** Cuts every long text in it, so that a few of them fit. */
function withCutTexts(value: unknown, length: number): unknown {
  if (typeof value === "string") return cut(value, length);
  if (Array.isArray(value)) {
    return value.map((item) => withCutTexts(item, length));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withCutTexts(item, length),
    ]),
  );
}

/** Whether a message with this content and these buffers is too large. */
export function isTooLarge(
  content: object,
  buffers: Uint8Array[] = [],
  limit = MESSAGE_BYTES,
): boolean {
  const bytes = buffers.reduce((sum, { length }) => sum + length, 0);
  return sizeOf(content) + bytes > limit;
}

/**
 * The content itself, or one that fits and says what is left out: the start of
 * a text, a note in place of a picture.
 */
export function bounded<Content extends object>(
  msg_type: IopubType | string,
  content: Content,
  limit = MESSAGE_BYTES,
): Content {
  const size = sizeOf(content);
  if (size <= limit) return content;
  if ("data" in content && !msg_type.startsWith("comm_")) {
    const note = `An output of ${megabytes(size)} is not shown: ` +
      `a message holds ${megabytes(limit)}`;
    const data: Dict = { "text/plain": note };
    return { ...content, data, metadata: {} };
  }
  if (msg_type === "stream") {
    return withCutTexts(content, limit) as Content;
  }
  // An error is cut when it is huge: nobody reads more than this.
  return withCutTexts(content, Math.min(limit / 16, 2 ** 20)) as Content;
}
