/**
 * Checks every message that our kernel sends to clients in this process
 * against the schema of the protocol. Importing it is enough; a message that
 * is wrong fails the test as an uncaught error.
 *
 * @module
 */

import { join } from "node:path";
import process from "node:process";
import { ClientSockets } from "../../kernel/transport/client_sockets.ts";
import { DELIMITER } from "../../kernel/wire/encode.ts";
import { checkMessage } from "../kernel/protocol/schema.ts";

// What tests run is no part of anybody's history.
process.env.JUPYTER_DATA_DIR ??= join(
  import.meta.dirname!,
  ...["..", "..", "out", "jupyter"],
);

const decoder = new TextDecoder();

function check(frames: Uint8Array[]): void {
  const texts = frames.map((frame) => decoder.decode(frame));
  const start = texts.indexOf(DELIMITER) + 2;
  const [header, parent_header, metadata, content] = texts
    .slice(start, start + 4).map((text) => JSON.parse(text));
  checkMessage({ header, parent_header, metadata, content });
}

function checked(receive: (frames: Uint8Array[]) => void) {
  return (frames: Uint8Array[]) => {
    check(frames);
    receive(frames);
  };
}

const open = ClientSockets.open;
ClientSockets.open = (info, handlers, identity) => {
  // Kernels of others speak other versions of the protocol.
  if (["python3", "deno"].includes(String(info.kernel_name))) {
    return open(info, handlers, identity);
  }
  return open(info, {
    onShell: checked(handlers.onShell),
    onControl: checked(handlers.onControl),
    onStdin: checked(handlers.onStdin),
    onIopub: checked(handlers.onIopub),
  }, identity);
};
