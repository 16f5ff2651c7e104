/**
 * `prompt`, `confirm` and `alert`, which wait for the front end's answer.
 *
 * The cell waits synchronously. The kernel's answer comes in by DevTools,
 * which also works meanwhile; so does Stop.
 *
 * @module
 */

import process from "node:process";
import { Readable } from "node:stream";
import { post } from "../output/output.ts";
import { Error } from "../language/natives.ts";

export interface Answer {
  value?: string;
  /** Why there is none. */
  error?: string;
}

const { load, store, wait, notify } = Atomics;
const answered = new Int32Array(new SharedArrayBuffer(4));
let answer: Answer = {};

/** Called by the kernel. */
export function giveAnswer(given: Answer) {
  answer = given;
  store(answered, 0, 1);
  notify(answered, 0);
}

/** @throws {Error} If the client takes no input. */
function ask(message: string, password: boolean): string {
  store(answered, 0, 0);
  post("i", { prompt: message, password });
  while (load(answered, 0) === 0) wait(answered, 0, 0);
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value ?? "";
}

function prompt(
  message = "Prompt",
  defaultValue = "",
  options: { password?: boolean } = {},
): string {
  const hint = defaultValue === "" ? "" : ` [${defaultValue}]`;
  const text = ask(`${message}${hint}`, options.password === true);
  return text === "" ? defaultValue : text;
}

function confirm(message = "Confirm"): boolean {
  return /^y(es)?$/i.test(ask(`${message} [y/N] `, false));
}

function alert(message = "Alert") {
  ask(`${message} [Enter] `, false);
}

/** The child's own stdin is its lifeline; for cells it is at its end. */
function closeStdin() {
  Object.defineProperties(Deno.stdin, {
    readSync: { value: () => null, configurable: true, writable: true },
    // deno-lint-ignore require-await
    read: { value: async () => null, configurable: true, writable: true },
    readable: {
      value: new ReadableStream({ start: (controller) => controller.close() }),
      configurable: true,
    },
  });
  Object.defineProperty(process, "stdin", {
    value: Readable.from([]),
    configurable: true,
    writable: true,
  });
}

export function installInput() {
  closeStdin();
  for (const replacement of [prompt, confirm, alert]) {
    Object.defineProperty(globalThis, replacement.name, {
      value: replacement,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}
