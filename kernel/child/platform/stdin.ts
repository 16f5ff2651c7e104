/**
 * `Deno.stdin` and `process.stdin` read what the user types into the front
 * end, a line at a time; where there is nobody to ask, they are at their end.
 *
 * The child's own standard input brought its program and is at its end, which
 * is what subprocesses inherit.
 *
 * @module
 */

import process from "node:process";
import { Readable } from "node:stream";
import { answerTo } from "./input.ts";
import { Object, TextEncoder, Uint8Array } from "../language/natives.ts";

/** Bytes of a line that a reader had no room for. */
let rest = new Uint8Array();
const encoder = new TextEncoder();
const turn = setImmediate;

function readSync(into: Uint8Array): number | null {
  if (into.length === 0) return 0;
  if (rest.length === 0) {
    const line = answerTo("");
    if (line === undefined) return null;
    rest = encoder.encode(`${line}\n`);
  }
  const count = rest.length < into.length ? rest.length : into.length;
  into.set(rest.subarray(0, count));
  rest = rest.subarray(count);
  return count;
}

export function installStdin() {
  const method = (value: unknown) => ({
    value,
    configurable: true,
    writable: true,
  });
  Object.defineProperties(Deno.stdin, {
    readSync: method(readSync),
    // deno-lint-ignore require-await
    read: method(async (into: Uint8Array) => readSync(into)),
    readable: method(
      new ReadableStream<Uint8Array>({
        pull(controller) {
          const chunk = new Uint8Array(64 * 1024);
          const count = readSync(chunk);
          if (count === null) controller.close();
          else controller.enqueue(chunk.subarray(0, count));
        },
        // The user is asked only when the cell reads.
      }, { highWaterMark: 0 }),
    ),
    isTerminal: method(() => false),
  });
  Object.defineProperty(process, "stdin", method(nodeStdin()));
}

/**
 * Node asks its stream for more before the reader has seen the line that came;
 * a reader that has enough pauses the stream only after that. So the user is
 * asked for the next line one turn later, if the stream still flows, or when it
 * flows again.
 */
function nodeStdin(): Readable {
  const serve = () => {
    if (stdin.destroyed) return;
    // A listener of "readable" calls `read()` itself, without a flowing stream.
    if (stdin.isPaused() && stdin.listenerCount("readable") === 0) {
      stdin.once("resume", later);
      return;
    }
    const line = answerTo("");
    stdin.push(line === undefined ? null : `${line}\n`);
  };
  const later = () => void turn(serve);
  const stdin = new Readable({ read: later, highWaterMark: 0 });
  return stdin;
}
