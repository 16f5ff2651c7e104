/**
 * A message's content with its numbers as they were sent.
 *
 * @module
 */

import { parseExactJson } from "../notebook/exact_json.ts";
import type { Message } from "../protocol/message.ts";

/** Numbers that JavaScript may not write as Python wrote them. */
const RISKY = /\d[.eE]|\d{16}/;

/**
 * The content again, from the frame it came in.
 *
 * @param frames Those of the message; its buffers come last.
 */
export function exactContent(
  { content, buffers }: Message,
  frames: Uint8Array[],
): Record<string, unknown> {
  const text = new TextDecoder().decode(
    frames[frames.length - buffers.length - 1],
  );
  return RISKY.test(text)
    ? parseExactJson(text) as Record<string, unknown>
    : content;
}
