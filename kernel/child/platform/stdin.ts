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
import { currentCell, hasEnded } from "../cells/cells.ts";
import { markPatched } from "../compiled/patched.ts";
import { askForLine } from "./input.ts";
import { failUnanswered } from "./unanswered.ts";
import {
  Error,
  Object,
  Reflect,
  Set,
  TextEncoder,
  Uint8Array,
} from "../language/natives.ts";

/** Bytes of a line that a reader had no room for. */
let rest = new Uint8Array();
const encoder = new TextEncoder();
const turn = setImmediate;
const enqueue = queueMicrotask;
const { apply } = Reflect;
/** There is nothing to put as long as no cell has asked for the stream. */
let putAgain = () => {};

function readSync(into: Uint8Array): number | null {
  if (into.length === 0) return 0;
  if (rest.length === 0) {
    const answer = askForLine();
    if ("error" in answer) return null;
    rest = encoder.encode(`${answer.line}\n`);
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
  // Made when a cell asks for it: it loads readline, which takes 4 ms.
  let stdin: unknown;
  Object.defineProperty(process, "stdin", {
    get: () => stdin ??= nodeStdin(),
    set: (value) => stdin = value,
    configurable: true,
    enumerable: true,
  });
  markPatched(process);
}

/** Puts a question whose own cell ended before it could, in one that begins. */
export function putOpenQuestion() {
  putAgain();
}

/** An interface of `node:readline`. */
interface Lines {
  input: unknown;
  closed: boolean;
  terminal: boolean;
  listenerCount(event: string): number;
  prompt(...args: unknown[]): unknown;
}

/**
 * Node asks its stream for more as soon as it has a line, whether or not
 * somebody waits for another. The user is asked only for a line that is waited
 * for, by a cell that runs.
 */
function nodeStdin(): Readable {
  const stdin = new Readable({ read: want, highWaterMark: 0 });
  /** Node has asked for more, and nothing came yet. */
  let wanted = false;
  /** `serve()` is about to be called. */
  let looking = false;
  /** Interfaces of this stream, and those that asked something since a line. */
  const interfaces = new Set<Lines>();
  const asking = new Set<Lines>();
  /** Where a question was put last. */
  let put: Error | undefined;
  /** Whether there is one whose cell ended before. */
  let isPutOff = false;
  /** Listeners to keys whose questions were refused. */
  let refused = 0;
  /** Why nobody can be asked; the stream has ended with it. */
  let reason: string | undefined;

  function want() {
    wanted = true;
    look();
  }

  function look() {
    if (!wanted && reason === undefined || looking) return;
    looking = true;
    // What has its line stops listening after Node has asked for the next. Stop
    // may terminate what waits for the user, but no bare callback of a timer.
    turn(() => enqueue(reason === undefined ? serve : refuse));
  }

  function serve() {
    looking = false;
    if (stdin.destroyed || !isWaitedFor()) return;
    const isOver = hasEnded(currentCell());
    isPutOff = isOver && asking.size > 0;
    if (isOver) return;
    const answer = askForLine();
    wanted = false;
    if ("error" in answer) {
      reason = answer.error;
      stdin.push(null);
      refuse();
    } else {
      asking.clear();
      stdin.push(`${answer.line}\n`);
    }
  }

  /** What reads lines or bytes sees their end; a question fails. */
  function refuse() {
    looking = false;
    const keys = stdin.listenerCount("keypress");
    const isAsked = asking.size > 0 || keys > refused;
    refused = keys;
    asking.clear();
    if (!isAsked || !put) return;
    put.message = reason!;
    failUnanswered(currentCell(), put);
  }

  function isWaitedFor(): boolean {
    // A listener of "readable" calls `read()` itself, without a flowing stream.
    if (stdin.listenerCount("readable") > 0) return true;
    if (stdin.isPaused()) return false;
    // An interface listens all the time, also when nobody listens to it. That of
    // a terminal listens to keys, which all come by one listener to the data.
    let keys = stdin.listenerCount("keypress");
    let listening = stdin.listenerCount("data") - (keys > 0 ? 1 : 0);
    for (const lines of interfaces) {
      if (lines.closed) interfaces.delete(lines);
      else if (!asking.has(lines) && lines.listenerCount("line") === 0) {
        if (lines.terminal) keys--;
        else listening--;
      }
    }
    return keys > 0 || listening > 0;
  }

  putAgain = () => {
    if (isPutOff) look();
    // Stop may have cut Node short before it asked for the next line.
    else if (!wanted && reason === undefined) stdin.read(0);
  };
  stdin.on("resume", look);
  stdin.on("newListener", (event) => {
    if (event === "keypress") put = new Error();
    look();
  });
  const { Interface } = process.getBuiltinModule("node:readline");
  const { prototype } = Object.getPrototypeOf(Interface);
  const { prompt, on, [Symbol.asyncIterator]: iterator } = prototype;
  // `question()` calls it, too.
  prototype.prompt = function (this: Lines, ...args: unknown[]) {
    if (this.input === stdin) {
      asking.add(this);
      put = new Error();
      look();
    }
    return apply(prompt, this, args);
  };
  // An interface listens to itself from its beginning.
  prototype.on = function (this: Lines, ...args: unknown[]) {
    if (this.input === stdin) {
      interfaces.add(this);
      look();
    }
    return apply(on, this, args);
  };
  // One that was made in an earlier cell listens already, so its next line is
  // asked for in the cell that waits for it.
  prototype[Symbol.asyncIterator] = function (this: Lines) {
    const lines: AsyncIterator<string> = apply(iterator, this, []);
    if (this.input !== stdin) return lines;
    const next = () => {
      look();
      return lines.next();
    };
    return Object.create(lines, { next: { value: next } });
  };
  return stdin;
}
