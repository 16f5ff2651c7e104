/**
 * Frames to a message, with everything checked that a stranger could get
 * wrong.
 *
 * @module
 */

import type { Header, Message } from "../protocol/message.ts";
import { DELIMITER } from "./encode.ts";
import type { Signer } from "./signer.ts";
import { WireError } from "./wire_error.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
const delimiter = new TextEncoder().encode(DELIMITER);

/** A message and the routing frames that lead back to its sender. */
export interface Received {
  identities: Uint8Array[];
  message: Message;
}

/**
 * Checks and reads a message.
 *
 * @throws {WireError} If a frame is missing, the signature is wrong or was seen
 *   before, or a part is not the JSON object it should be.
 */
export function decode(frames: Uint8Array[], signer: Signer): Received {
  const start = frames.findIndex(isDelimiter);
  if (start < 0) throw new WireError("No delimiter frame");
  if (frames.length < start + 6) {
    throw new WireError(`Only ${frames.length - start - 1} of 5 frames`);
  }
  const signature = text(frames[start + 1], "signature");
  const parts = frames.slice(start + 2, start + 6);
  if (!signer.verify(signature, parts)) throw new WireError("Wrong signature");
  if (!signer.admit(signature)) throw new WireError("Signature seen before");
  return {
    identities: frames.slice(0, start),
    message: {
      header: header(parts[0]),
      parent_header: parentHeader(parts[1]),
      metadata: object(parts[2], "metadata"),
      content: object(parts[3], "content"),
      buffers: frames.slice(start + 6),
    },
  };
}

function isDelimiter(frame: Uint8Array): boolean {
  return frame.length === delimiter.length &&
    frame.every((byte, index) => byte === delimiter[index]);
}

function text(frame: Uint8Array, part: string): string {
  try {
    return decoder.decode(frame);
  } catch {
    throw new WireError(`The ${part} is not UTF-8`);
  }
}

function object(frame: Uint8Array, part: string): Record<string, unknown> {
  const json = text(frame, part);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new WireError(`The ${part} is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireError(`The ${part} is not a JSON object`);
  }
  return value as Record<string, unknown>;
}

/** Bytes of a header, which every answer repeats. */
const HEADER_BYTES = 64 * 1024;

function header(frame: Uint8Array): Header {
  if (frame.length > HEADER_BYTES) {
    throw new WireError("The header is too long");
  }
  const header = flat(object(frame, "header"));
  if (!has(header, ["msg_id", "msg_type", "session"])) {
    throw new WireError("The header has no msg_id, msg_type or session");
  }
  return header;
}

/** The header of the message that this one answers; empty if it is none. */
function parentHeader(frame: Uint8Array): Message["parent_header"] {
  const header = flat(object(frame, "parent_header"));
  return has(header, ["msg_id"]) ? header : {};
}

/** The texts, numbers and flags of a header: what is nested is no part of one. */
function flat(header: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(header).filter(([, value]) =>
      value === null || typeof value !== "object"
    ),
  );
}

function has(
  header: Record<string, unknown>,
  fields: (keyof Header)[],
): header is Record<string, unknown> & Header {
  return fields.every((field) => typeof header[field] === "string");
}
