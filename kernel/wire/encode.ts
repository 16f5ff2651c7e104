/**
 * A message to signed frames.
 *
 * @module
 */

import { jsonText } from "../bridge/json_text.ts";
import type { Message } from "../protocol/message.ts";
import type { Signer } from "./signer.ts";

const encoder = new TextEncoder();

/** Stands between the routing frames and the message. */
export const DELIMITER = "<IDS|MSG>";

/**
 * Serializes and signs a message.
 *
 * @param identities What goes in front: the client's routing frames, or the
 *   topic on iopub.
 * @returns `[...identities, delimiter, signature, header, parent_header,
 *   metadata, content, ...buffers]`.
 */
export function encode(
  message: Message<object>,
  signer: Signer,
  identities: Uint8Array[] = [],
): Uint8Array[] {
  const parts = [
    message.header,
    message.parent_header,
    message.metadata,
    message.content,
  ].map((part) => encoder.encode(jsonText(part)));
  return [
    ...identities,
    encoder.encode(DELIMITER),
    encoder.encode(signer.sign(parts)),
    ...parts,
    ...message.buffers,
  ];
}
