/**
 * Keeps what comes by the pipes in order with what comes by the binding.
 *
 * A barrier is a mark in both: the kernel passes nothing behind it on before it
 * has come by both ways.
 *
 * @module
 */

import { fence } from "./fence.ts";
import { flush, post } from "./output.ts";

let prefix = "";
let count = 0;

/** @param name Prefix of the marks; no output contains it by chance. */
export function nameBarriers(name: string) {
  prefix = name;
}

export function barrier() {
  flush();
  const mark = `${prefix}b${++count}\n`;
  if (fence(mark)) post("barrier", mark);
}
