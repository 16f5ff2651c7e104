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

function checked(receive: (frames: Uint8Array[]) => void) {
  return (frames: Uint8Array[]) => {
    check(frames);
    receive(frames);
  };
}

function allChecked(
  handlers: ClientHandlers,
  wrap: typeof checked,
): ClientHandlers {
  return {
    onShell: wrap(handlers.onShell),
    onControl: wrap(handlers.onControl),
    onStdin: wrap(handlers.onStdin),
    onIopub: wrap(handlers.onIopub),
  };
}

const open = ClientSockets.open;
ClientSockets.open = (info, handlers, identity) => {
  // Kernels of others speak other versions of the protocol.
  const isOther = ["python3", "deno", "xpython"].includes(
    String(info.kernel_name),
  );
  return open(
    info,
    isOther ? handlers : allChecked(handlers, checked),
    identity,
  );
};

const { connect } = MemorySockets.prototype;
MemorySockets.prototype.connect = function (handlers, identity) {
  return connect.call(this, allChecked(handlers, fatal), identity);
};

/** The process goes on after an error that nobody caught: the kernel is in it. */
function fatal(receive: (frames: Uint8Array[]) => void) {
  return (frames: Uint8Array[]) => {
    try {
      check(frames);
    } catch (error) {
      console.error(error);
      Deno.exit(70);
    }
    receive(frames);
  };
}
