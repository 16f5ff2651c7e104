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
import { broadcast } from "../jupyter/broadcast.ts";
import { addStyles } from "./console_styles.ts";
import { Object, Reflect, TextDecoder } from "../language/natives.ts";
import { write } from "../output/output.ts";

const { from } = Buffer;
const { apply } = Reflect;

type Print = (message: string, level: number) => void;

/** Deno's own console class: same formatting as under `deno run`. */
// deno-lint-ignore no-explicit-any -- internal to Deno, without types
const deno = Deno as any;
const Console: new (print: Print) => Console = deno[deno.internal].Console;

/** DevTools' log level from which Deno's console prints to stderr. */
const WARNING = 2;

/** Groups that are open, and what ends one, whatever cells make of `console`. */
let groups = 0;
let endGroup = () => {};

/** Ends the groups that a cell has left open. */
export function endGroups() {
  while (groups > 0) endGroup();
}

/** Deno's console does not tell how many groups are open. */
function countGroups(console: Console) {
  const { group, groupCollapsed, groupEnd } = console;
  const open = (begin: typeof group, name: string) =>
    Object.defineProperty(
      (...args: unknown[]) => {
        groups++;
        apply(begin, undefined, args);
      },
      "name",
      { value: name },
    );
  console.group = open(group, "group");
  console.groupCollapsed = open(groupCollapsed, "groupCollapsed");
  console.groupEnd = endGroup = () => {
    if (groups > 0) groups--;
    groupEnd();
  };
}

export function installConsole() {
  const console = new Console((message, level) =>
    write(level >= WARNING ? "stderr" : "stdout", message)
  );
  countGroups(console);
  console.clear = clear;
  if (Deno.noColor) addStyles(console);
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

function clear() {
  endGroups();
  broadcast("clear_output", { wait: false });
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
  let writable: WritableStream<Uint8Array> | undefined;
  // `pipeTo` closes it; the next one to ask gets another.
  const forget = () => void (writable = undefined);
  const open = () =>
    new WritableStream<Uint8Array>({
      write: (bytes) => void writeSync(bytes),
      close: forget,
      abort: forget,
    });
  Object.defineProperties(target, {
    writeSync: { value: writeSync, configurable: true, writable: true },
    write: {
      // deno-lint-ignore require-await
      value: async (bytes: Uint8Array) => writeSync(bytes),
      configurable: true,
      writable: true,
    },
    writable: { get: () => writable ??= open(), configurable: true },
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
