/** Messages of any kind on their way to all clients, with buffers. */

import { base64 } from "./format.ts";
import { post } from "./output.ts";
import { ArrayBuffer, Promise, Uint8Array } from "./natives.ts";

/** What a message may carry beside its content. */
export interface Extra {
  metadata?: Record<string, unknown>;
  buffers?: BufferSource[];
}

export function broadcast(
  msg_type: string,
  content: Record<string, unknown>,
  { metadata = {}, buffers = [] }: Extra = {},
): Promise<void> {
  post("m", {
    msg_type,
    content,
    metadata,
    buffers: buffers.map((buffer) => base64(bytesOf(buffer))),
  });
  return Promise.resolve();
}

function bytesOf(buffer: BufferSource): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
