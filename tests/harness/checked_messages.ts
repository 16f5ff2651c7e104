/**
 * Checks every message that our kernel sends to clients in this process
 * against the schema of the protocol. Importing it is enough; a message that
 * is wrong fails the test as an uncaught error.
 *
 * @module
 */

import { join } from "node:path";
import process from "node:process";
import type { ClientHandlers } from "../../kernel/transport/client_outlets.ts";
import { ClientSockets } from "../../kernel/transport/client_sockets.ts";
import { MemorySockets } from "../../kernel/transport/memory_sockets.ts";
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

/**
 * Ends the process at a message that is wrong. For a kernel in this process,
 * which goes on after an error that nobody caught.
 */
function checkOrExit(frames: Uint8Array[]): void {
  try {
    check(frames);
  } catch (error) {
    console.error(error);
    Deno.exit(70);
  }
}

function checkedBy(
  verify: (frames: Uint8Array[]) => void,
  handlers: ClientHandlers,
): ClientHandlers {
  const checked =
    (receive: (frames: Uint8Array[]) => void) => (frames: Uint8Array[]) => {
      verify(frames);
      receive(frames);
    };
  return {
    onShell: checked(handlers.onShell),
    onControl: checked(handlers.onControl),
    onStdin: checked(handlers.onStdin),
    onIopub: checked(handlers.onIopub),
  };
}

const open = ClientSockets.open;
ClientSockets.open = (info, handlers, identity) => {
  // Kernels of others speak other versions of the protocol.
  const isOther = ["python3", "deno", "xpython"].includes(
    String(info.kernel_name),
  );
  return open(info, isOther ? handlers : checkedBy(check, handlers), identity);
};

const { connect } = MemorySockets.prototype;
MemorySockets.prototype.connect = function (handlers, identity) {
  return connect.call(this, checkedBy(checkOrExit, handlers), identity);
};
