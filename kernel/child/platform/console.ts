/**
 * `console`, `Deno.stdout` and `process.stdout` write to the current cell.
 *
 * Only what a subprocess or a native add-on writes still goes through the
 * file descriptors.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import process from "node:process";
import { write } from "../output/output.ts";

const { from } = Buffer;

type Print = (message: string, level: number) => void;

/** Deno's own console class: same formatting as under `deno run`. */
// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const Console: new (print: Print) => Console = deno[deno.internal].Console;

/** DevTools' log level from which Deno's console prints to stderr. */
const WARNING = 2;

export function installConsole() {
  const console = new Console((message, level) =>
    write(level >= WARNING ? "stderr" : "stdout", message)
  );
  Object.defineProperty(globalThis, "console", {
    value: console,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  patchDenoStream(Deno.stdout, "stdout");
  patchDenoStream(Deno.stderr, "stderr");
  patchNodeStream(process.stdout, "stdout");
  patchNodeStream(process.stderr, "stderr");
}

function patchDenoStream(
  target: typeof Deno.stdout | typeof Deno.stderr,
  stream: "stdout" | "stderr",
) {
  const decoder = new TextDecoder();
  const writeSync = (bytes: Uint8Array) => {
    write(stream, decoder.decode(bytes, { stream: true }));
    return bytes.length;
  };
  const writable = new WritableStream<Uint8Array>({
    write: (bytes) => void writeSync(bytes),
  });
  Object.defineProperties(target, {
    writeSync: { value: writeSync, configurable: true, writable: true },
    write: {
      // deno-lint-ignore require-await
      value: async (bytes: Uint8Array) => writeSync(bytes),
      configurable: true,
      writable: true,
    },
    writable: { value: writable, configurable: true, writable: true },
  });
}

/** Text that stands for bytes, such as `"6869"` with `"hex"`. */
function decoded(text: string, encoding: BufferEncoding): string {
  return from(text, encoding).toString();
}

function patchNodeStream(
  target: typeof process.stdout | typeof process.stderr,
  stream: "stdout" | "stderr",
) {
  type Done = (error?: Error) => void;
  const decoder = new TextDecoder();
  target.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Done,
    done?: Done,
  ) => {
    const text = typeof chunk === "string"
      ? typeof encoding === "string" ? decoded(chunk, encoding) : chunk
      : decoder.decode(chunk, { stream: true });
    write(stream, text);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}
