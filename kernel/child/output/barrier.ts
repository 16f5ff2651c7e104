/**
 * Keeps what comes by the pipes in order with what comes by the binding.
 *
 * A barrier is a mark in both: the kernel passes nothing behind it on before it
 * has come by both ways.
 *
 * @module
 */

import { closingMark } from "../../bridge/child_calls.ts";
import { fence } from "./fence.ts";
import { flush, post } from "./output.ts";

let prefix = "";
let count = 0;

/** @param name Prefix of the marks; no output contains it by chance. */
export function nameBarriers(name: string) {
  prefix = name;
}

/** Marks the end of a cell's output; false if it has closed a pipe. */
export function fenceEnd(cell: number): boolean {
  return fence(closingMark(prefix, cell));
}

export function barrier() {
  flush();
  const mark = `${prefix}b${++count}\n`;
  if (fence(mark)) post("barrier", mark);
}
