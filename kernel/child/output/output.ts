/**
 * The one way out of the runtime: payloads to the kernel, in order.
 *
 * Text is sent at once when nothing was sent lately, else gathered until the
 * kernel's next `tick()`, which also works in a busy loop. So a first line is
 * live, and 100,000 lines are some hundred messages.
 *
 * @module
 */

import { jsonText } from "../../bridge/json_text.ts";
import {
  CHUNK_LENGTH,
  CREDIT_LENGTH,
  type Kind,
  PART_LENGTH,
  PAYLOAD_LENGTH,
  payloadHead,
  type Payloads,
} from "../../bridge/payload.ts";
import { isTaken } from "../cells/capture.ts";
import { currentCell } from "../cells/cells.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { RangeError, Reflect } from "../language/natives.ts";

const { apply } = Reflect;
const { load, store, wait, notify } = Atomics;

let emit: (payload: string) => void = () => {};
let gathered = "";
let address = "";
let eager = true;

/** How many long commands of the kernel are on their way; see `hush()`. */
let listening = 0;
/** What is to be sent after them. */
let unsaid: string[] = [];

let sent = 0;
/** Acknowledged characters, in units of `CHUNK_LENGTH` so that 32 bits last. */
const acknowledged = new Int32Array(new SharedArrayBuffer(4));

/** Sets the DevTools binding that payloads leave by. */
export function connect(binding: (payload: string) => void) {
  emit = binding;
}

/** Whether a call of the kernel's runs, so that no tick can come. */
let inCall = false;

/**
 * The same call; while it runs, nothing waits for the kernel to take output.
 */
export function neverWaiting<Args extends unknown[], T>(
  call: (...args: Args) => T,
): (...args: Args) => T {
  return (...args) => {
    const outer = inCall;
    inCall = true;
    try {
      return apply(call, undefined, args);
    } finally {
      inCall = outer;
    }
  };
}

/**
 * Needed after a call that was terminated, which has not come to its `finally`.
 */
export function forgetCalls() {
  inCall = false;
}

function send(payload: string) {
  // Without this a flood fills the runtime's memory with messages that the
  // kernel has not read. Stop and ticks work while it waits. What is under way
  // already counts, not this payload: a display may be larger than the credit.
  while (!inCall) {
    const seen = load(acknowledged, 0);
    if (sent - seen * CHUNK_LENGTH <= CREDIT_LENGTH) break;
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

/** Writes to the current cell's stdout or stderr. */
export function write(stream: "stdout" | "stderr", text: string) {
  if (text === "" || isTaken("stream", { name: stream, text })) return;
  const here = payloadHead(stream, currentCell().shownIn);
  if (here !== address) {
    flush();
    address = here;
  }
  if (text.length > CHUNK_LENGTH) {
    flush();
    writeLong(here, text);
    return;
  }
  gathered += text;
  if (eager || gathered.length >= CHUNK_LENGTH) {
    eager = false;
    flush();
  }
}

function writeLong(here: string, text: string) {
  eager = false;
  for (let start = 0; start < text.length;) {
    let end = start + CHUNK_LENGTH;
    const last = text.charCodeAt(end - 1);
    // A surrogate pair must not be cut: each half would become U+FFFD.
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end--;
    send(here + text.slice(start, end));
    start = end;
  }
}

/**
 * Sends one payload of another kind, after the text that came before it.
 *
 * @returns False if it was too long to be sent.
 */
export function post<K extends Kind>(kind: K, content: Payloads[K]): boolean {
  const text = withIntrinsics(() => jsonOf(content));
  if (text === undefined) return false;
  postJson(kind, text);
  return true;
}

/** The same with the content as JSON, of a length that fits. */
export function postJson(kind: Kind, text: string) {
  flush();
  const cell = currentCell().shownIn;
  let start = 0;
  const whole = payloadHead(kind, cell) + text;
  // The pieces follow each other at once: nothing else can be sent between.
  for (; whole.length - start > PART_LENGTH; start += PART_LENGTH) {
    const piece = whole.slice(start, start + PART_LENGTH);
    send(payloadHead("part", cell) + piece);
  }
  send(
    start === 0 ? whole : payloadHead("lastPart", cell) + whole.slice(start),
  );
}

/** Objects of a message in which long texts are looked for. */
const LOOKED_AT = 1000;

/** JSON; undefined if it is too long to be sent. */
export function jsonOf(content: unknown): string | undefined {
  let text;
  try {
    text = jsonText(content, LOOKED_AT);
  } catch (error) {
    // V8's strings have an end; what else goes wrong is the caller's.
    if (!(error instanceof RangeError)) throw error;
  }
  return text !== undefined && text.length <= PAYLOAD_LENGTH ? text : undefined;
}
