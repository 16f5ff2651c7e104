/** Messages of any kind on their way to all clients, with buffers. */

import { base64 } from "../show/format.ts";
import { post } from "../output/output.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import {
  ArrayBuffer,
  Object,
  Promise,
  Uint8Array,
} from "../language/natives.ts";

/** What a message may carry beside its content. */
export interface Extra {
  metadata?: Record<string, unknown>;
  buffers?: BufferSource[];
}

/** Without what a cell may have given all objects. */
const NOTHING: Extra = Object.create(null);

export function broadcast(
  msg_type: string,
  content: Record<string, unknown>,
  { metadata = {}, buffers = [] }: Extra = NOTHING,
): Promise<void> {
  post("m", {
    msg_type,
    content,
    metadata,
    buffers: withIntrinsics(() =>
      buffers.map((buffer) => base64(bytesOf(buffer)))
    ),
  });
  return new Promise((resolve) => resolve());
}

function bytesOf(buffer: BufferSource): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
