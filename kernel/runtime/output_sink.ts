/**
 * Where the output of one cell goes, for as long as the kernel lives: a timer
 * may print long after its cell is done.
 *
 * @module
 */

import type { Message } from "../protocol/message.ts";

export interface Broadcast {
  msg_type: string;
  content: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
  /** The comm's message that it answers, if it was sent by a callback. */
  answered?: Message;
}

/** A line about something that goes on, changed in place. */
export interface Progress {
  show(text: string): void;
  /** It is over: the line goes, or stays as `text` beside other outputs. */
  end(text: string): void;
}

export interface OutputSink {
  /** The number of the cell that the user sees. */
  readonly execution_count?: number;
  /** Asks the user; rejects with the reason where there is nobody to ask. */
  input(prompt: string, password: boolean): Promise<string>;
  /** Puts code into the next cell, or into this one in place of its own. */
  setNextInput?(next: { text: string; replace: boolean }): void;
  /** Absent where nobody looks at the cell while it runs. */
  progress?: Progress;
  stream(name: "stdout" | "stderr", text: string): void;
  /** Displays, and whatever else a cell sends by `Deno.jupyter.broadcast`. */
  broadcast(message: Broadcast): void;
}
