/** The WASM backend after a Stop, on the real backend. */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import {
  noteStack,
  repairBackend,
} from "../../../../kernel/child/stop/tfjs_backend.ts";

type Broken = {
  wasm: {
    _malloc(bytes: number): number;
    stackSave(): number;
    stackAlloc(bytes: number): number;
  };
};

async function onWasm(work: (backend: Broken) => Promise<void>) {
  const entry = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(join(dirname(fileURLToPath(entry)), "..", "wasm-out", "/"));
  await tf.setBackend("wasm");
  try {
    await work(tf.backend() as unknown as Broken);
  } finally {
    await tf.setBackend("cpu");
  }
}

Deno.test("repairBackend() leaves a backend that is whole", () =>
  onWasm(async (backend) => {
    const before = tf.memory().numTensors;
    strictEqual(await repairBackend(), false);
    strictEqual(tf.backend() as unknown, backend);
    strictEqual(tf.memory().numTensors, before);
  }));

Deno.test("repairBackend() puts the stack back that a cut call has left low", () =>
  onWasm(async ({ wasm }) => {
    noteStack();
    const before = wasm.stackSave();
    wasm.stackAlloc(4096);
    strictEqual(await repairBackend(), false);
    strictEqual(wasm.stackSave(), before);
  }));

Deno.test("repairBackend() starts a broken backend anew and keeps all tensors", () =>
  onWasm(async (backend) => {
    const kept = tf.tensor2d([[1, 2], [3, 4]]);
    const whole = tf.tensor1d([5, 6], "int32");
    backend.wasm._malloc = () => {
      throw new WebAssembly.RuntimeError("memory access out of bounds");
    };
    strictEqual(await repairBackend(), true);
    deepStrictEqual([...kept.matMul(kept).dataSync()], [7, 10, 15, 22]);
    deepStrictEqual([...whole.add(1).dataSync()], [6, 7]);
    deepStrictEqual([...kept.dataSync()], [1, 2, 3, 4]);
    tf.dispose([kept, whole]);
    strictEqual(await repairBackend(), false);
  }));
