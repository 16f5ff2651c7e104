/**
 * `prompt`, `confirm` and `alert`, which wait for the front end's answer.
 *
 * The cell waits synchronously. The kernel's answer comes in by DevTools,
 * which also works meanwhile; so does Stop.
 *
 * @module
 */

import type { Answer } from "../../bridge/child_calls.ts";
import { post, write } from "../output/output.ts";
import { Error, Object } from "../language/natives.ts";

const { load, store, wait, notify } = Atomics;
const answered = new Int32Array(new SharedArrayBuffer(4));
let answer: Answer = {};
/** A question waits for its answer. What is terminated can't take this back. */
let isOpen = false;

/** Called by the kernel. */
export function giveAnswer(given: Answer) {
  answer = given;
  store(answered, 0, 1);
  notify(answered, 0);
}

/** Whether a cell waits for an answer, during which no other code runs. */
export function isAsking(): boolean {
  return isOpen;
}

/** Nobody waits for the answer any more: Stop has ended who asked. */
export function forgetQuestion() {
  isOpen = false;
}

function request(message: string, password: boolean): Answer {
  store(answered, 0, 0);
  post("input", { prompt: message, password });
  isOpen = true;
  while (load(answered, 0) === 0) wait(answered, 0, 0);
  isOpen = false;
  return answer;
}

/** @throws {Error} If the client takes no input. */
function ask(message: string, password: boolean): string {
  const { value, error } = request(message, password);
  if (error !== undefined) throw new Error(error);
  return value ?? "";
}

/** A line that the user types, or why there is none. */
export function askForLine(): { line: string } | { error: string } {
  const { value, error } = request("", false);
  return error === undefined ? { line: value ?? "" } : { error };
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

/** Where nobody can confirm it, `alert()` prints its message and goes on. */
function alert(message = "Alert") {
  const { error } = request(`${message} [Enter] `, false);
  if (error !== undefined) write("stdout", `${message}\n`);
}

export function installInput() {
  for (const replacement of [prompt, confirm, alert]) {
    Object.defineProperty(globalThis, replacement.name, {
      value: replacement,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}
