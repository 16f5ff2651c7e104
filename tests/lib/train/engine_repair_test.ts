import { strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  isEngineCut,
  noteScopes,
  repairEngine,
} from "../../../lib/train/engine_repair.ts";

await tf.setBackend("cpu");

const state = tf.engine().state as unknown as {
  kernelDepth: number;
  scopeStack: unknown[];
};

Deno.test("an engine that the kernel has put in order keeps its open scopes", () => {
  tf.engine().startScope();
  const held = tf.scalar(1);
  globalThis.dispatchEvent(new Event("interrupted"));
  strictEqual(held.isDisposed, false);
  tf.engine().endScope();
  strictEqual(held.isDisposed, true);
});

Deno.test("repairEngine() ends the scopes of what was cut and spares older ones", () => {
  tf.engine().startScope();
  const older = tf.scalar(1);
  noteScopes();
  tf.engine().startScope("cut");
  const inside = tf.scalar(1);
  state.kernelDepth = 1;
  strictEqual(isEngineCut(), true);
  repairEngine();
  strictEqual(isEngineCut(), false);
  strictEqual(inside.isDisposed, true);
  strictEqual(older.isDisposed, false);
  tf.engine().endScope();
  strictEqual(state.scopeStack.length, 0);
  noteScopes();
});
