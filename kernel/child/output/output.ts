/**
 * The one way out of the runtime: payloads to the kernel, in order.
 *
 * A payload is a letter for its kind, the cell's number, a colon and the text:
 * `o` and `e` are stdout and stderr, the other kinds carry JSON.
 *
 * Text is sent at once when nothing was sent lately, else gathered until the
 * kernel's next `tick()`, which also works in a busy loop. So a first line is
 * live, and 100,000 lines are some hundred messages.
 *
 * @module
 */

import { currentCell } from "../cells/cells.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { JSON } from "../language/natives.ts";

const { stringify } = JSON;
const { load, store, wait, notify } = Atomics;

/** Characters after which gathered text is sent without waiting for a tick. */
const CHUNK = 64 * 1024;
/** Characters that may be under way unacknowledged before the runtime waits. */
const CREDIT = 1024 * 1024;

let emit: (payload: string) => void = () => {};
let gathered = "";
let address = "";
let eager = true;

/** How many long commands of the kernel are on their way; see `hush()`. */
let listening = 0;
/** What is to be sent after them. */
let unsaid: string[] = [];

let sent = 0;
/** Acknowledged characters, in units of `CHUNK` so that 32 bits last. */
const acknowledged = new Int32Array(new SharedArrayBuffer(4));

/** Sets the DevTools binding that payloads leave by. */
export function connect(binding: (payload: string) => void) {
  emit = binding;
}

function send(payload: string) {
  // Without this a flood fills the runtime's memory with messages that the
  // kernel has not read. Stop and ticks work while it waits. What is under way
  // already counts, not this payload: a display may be larger than the credit.
  for (;;) {
    const seen = load(acknowledged, 0);
    if (sent - seen * CHUNK <= CREDIT) break;
    wait(acknowledged, 0, seen);
  }
  sent += payload.length;
  if (listening > 0) unsaid.push(payload);
  else emit(payload);
}

/** Sends nothing until `speak()`, while a long command comes in pieces. */
export function hush() {
  listening++;
}

/** Sends what `hush()` held back. */
export function speak() {
  if (--listening > 0) return;
  const payloads = unsaid;
  unsaid = [];
  for (let n = 0; n < payloads.length; n++) emit(payloads[n]);
}

/** Sends what is gathered. Safe against being interrupted by a tick. */
export function flush() {
  const text = gathered;
  if (text === "") return;
  gathered = "";
  send(address + text);
}

/**
 * Called by the kernel a few times a second while output comes.
 *
 * @param chunks How many times 64 Ki characters it has taken so far.
 */
export function tick(chunks: number) {
  store(acknowledged, 0, chunks);
  notify(acknowledged, 0);
  if (gathered === "") eager = true;
  else flush();
}

/** Writes to the current cell's stdout (`o`) or stderr (`e`). */
export function write(stream: "o" | "e", text: string) {
  if (text === "") return;
  const here = `${stream}${currentCell().shownIn}:`;
  if (here !== address) {
    flush();
    address = here;
  }
  if (text.length > CHUNK) {
    flush();
    writeLong(here, text);
    return;
  }
  gathered += text;
  if (eager || gathered.length >= CHUNK) {
    eager = false;
    flush();
  }
}

function writeLong(here: string, text: string) {
  eager = false;
  for (let start = 0; start < text.length;) {
    let end = start + CHUNK;
    const last = text.charCodeAt(end - 1);
    // A surrogate pair must not be cut: each half would become U+FFFD.
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end--;
    send(here + text.slice(start, end));
    start = end;
  }
}

/** Sends one payload of another kind, after the text that came before it. */
export function post(kind: string, content: unknown) {
  flush();
  const json = withIntrinsics(() => stringify(content));
  send(`${kind}${currentCell().shownIn}:${json}`);
}
