/**
 * The end of the process in good order: `unload` and `process.on("exit")`, by
 * which cells and packages remove their files and end what they started. The
 * kernel ends the process by force, so Deno does not call them.
 *
 * @module
 */

import process from "node:process";
import { idle } from "../language/idle.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Number, Reflect } from "../language/natives.ts";
import { flush } from "../output/output.ts";
import { reportUncaught } from "../output/uncaught.ts";
import { describe } from "../show/failure.ts";

const { apply } = Reflect;
const { emit } = process;
const dispatch = EventTarget.prototype.dispatchEvent;
const NativeEvent = Event;

/** Waits while code of a cell is busy; the kernel does not wait for long. */
export async function farewell() {
  await idle();
  // As Deno does at a program's end, in this order.
  calling(() => apply(dispatch, globalThis, [new NativeEvent("unload")]));
  calling(() => apply(emit, process, ["exit", Number(process.exitCode) || 0]));
  withIntrinsics(flush);
}

function calling(listeners: () => void) {
  try {
    listeners();
  } catch (error) {
    withIntrinsics(() => void reportUncaught(describe(error)));
  }
}
