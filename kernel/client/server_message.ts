/**
 * Messages as a Jupyter server sends them over its WebSocket.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 *
 * @module
 */

import { parseExactJson } from "../notebook/exact_json.ts";
import type { Message } from "../protocol/message.ts";

/**
 * Reads a message of the server, with the name of its channel. One with buffers
 * comes as bytes.
 */
export function serverMessage(
  data: Uint8Array,
  isBinary: boolean,
): Message & { channel?: string } {
  return isBinary ? fromBytes(data) : fromText(data);
}

function fromText(data: Uint8Array): Message {
  const message = parseExactJson(new TextDecoder().decode(data)) as Message;
  return { ...message, buffers: [] };
}

/**
 * A message with buffers begins with the number of its parts and where each
 * begins; then come the parts.
 */
function fromBytes(data: Uint8Array): Message {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const parts = view.getUint32(0);
  const starts = Array.from(
    { length: parts },
    (_, index) => view.getUint32(4 * (index + 1)),
  );
  const [json, ...buffers] = starts.map((start, index) =>
    data.subarray(start, starts[index + 1] ?? data.length)
  );
  return { ...fromText(json), buffers };
}
