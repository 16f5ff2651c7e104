/** Messages of any kind on their way to all clients, with buffers. */

import { isRecord } from "../../bridge/is_record.ts";
import { PAYLOAD_LENGTH } from "../../bridge/payload.ts";
import { isTaken } from "../cells/capture.ts";
import { currentCell } from "../cells/cells.ts";
import { base64 } from "../show/base64.ts";
import { post } from "../output/output.ts";
import { refuseOthers } from "./known_options.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import {
  ArrayBuffer,
  Object,
  Promise,
  RangeError,
  TypeError,
  Uint8Array,
} from "../language/natives.ts";

/** What a message may carry beside its content. */
export interface Extra {
  metadata?: Record<string, unknown>;
  buffers?: BufferSource[];
}

/** Without what a cell may have given all objects. */
const NOTHING: Extra = Object.create(null);
const EXTRAS = ["metadata", "buffers"];

/** Kinds of messages that show something. */
export const DISPLAYS = [
  "display_data",
  "update_display_data",
  "execute_result",
];

/** Kinds of messages of comms; one that a callback sends answers its message. */
const COMMS = ["comm_open", "comm_msg", "comm_close"];

/** @throws {TypeError} If it is no message, or carries more than one can. */
export function broadcast(
  msg_type: string,
  content: Record<string, unknown> | null,
  extra: Extra = NOTHING,
): Promise<void> {
  refuseOthers("A message", extra, EXTRAS);
  const { metadata = {}, buffers = [] } = extra;
  // Deno's own kernel takes a message without content.
  const given = content ?? {};
  if (!isShown(msg_type) || !isTaken(msg_type, given)) {
    withIntrinsics(() => send(msg_type, given, metadata, buffers));
  }
  return new Promise((resolve) => resolve());
}

/** Whether it changes what is shown; cells may have taken `includes` away. */
function isShown(msg_type: string): boolean {
  return msg_type === "display_data" || msg_type === "update_display_data" ||
    msg_type === "execute_result" || msg_type === "clear_output";
}

function send(
  msg_type: string,
  content: Record<string, unknown>,
  metadata: Record<string, unknown>,
  buffers: BufferSource[],
) {
  if (typeof msg_type !== "string" || !isRecord(content)) {
    throw new TypeError(
      "Deno.jupyter.broadcast() takes the type of a message and an object",
    );
  }
  const message = {
    msg_type,
    content,
    metadata,
    ...(COMMS.includes(msg_type) && { run: currentCell().id }),
  };
  let bytes = 0;
  for (const buffer of buffers) bytes += buffer.byteLength;
  const fits = bytes < PAYLOAD_LENGTH / 2 &&
    post("broadcast", {
      ...message,
      buffers: buffers.map((buffer) => base64(bytesOf(buffer))),
    });
  if (fits) return;
  const size = `more than ${PAYLOAD_LENGTH / 1024 / 1024} MB`;
  if (!DISPLAYS.includes(msg_type)) {
    throw new RangeError(`This ${msg_type} has ${size} and can't be sent`);
  }
  const data = { "text/plain": `A display of ${size} was left out` };
  post("broadcast", {
    ...message,
    content: { ...content, data, metadata: {} },
    buffers: [],
  });
}

function bytesOf(buffer: BufferSource): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
