import process from "node:process";
import workerThreads from "node:worker_threads";
import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { areSumsFused } from "../../../lib/backend/kernels/fused_sums.ts";
import {
  type BackendOptions,
  selectBackend,
} from "../../../lib/backend/select_backend.ts";

Deno.test("selectBackend() runs WASM with SIMD from the installed package", async () => {
  const report = await selectBackend({ name: "wasm", threads: 1 });
  strictEqual(tf.getBackend(), "wasm");
  deepStrictEqual([report.name, report.simd, report.threads], [
    "wasm",
    true,
    1,
  ]);
  deepStrictEqual(report.slow, []);
  match(`${report}`, /^backend wasm with SIMD, 1 thread/);
});

Deno.test("selectBackend() starts WASM again after it was removed", async () => {
  await selectBackend({ name: "wasm" });
  tf.removeBackend("wasm");
  await selectBackend({ name: "wasm" });
  deepStrictEqual([...await tf.tensor1d([1, 2]).square().data()], [1, 4]);
});

Deno.test("selectBackend() lets another WASM be made in the place of a broken one", async () => {
  await selectBackend({ name: "wasm" });
  const { registryFactory } = tf.engine() as unknown as {
    registryFactory: Record<string, { factory(): Promise<tf.KernelBackend> }>;
  };
  const other = await registryFactory.wasm.factory();
  strictEqual(other === tf.backend(), false);
  other.dispose();
});

Deno.test("selectBackend() runs on one thread where others don't start, and says so", async () => {
  await selectBackend({ name: "cpu" });
  if (tf.findBackend("wasm")) tf.removeBackend("wasm");
  const { Worker } = workerThreads;
  workerThreads.Worker = class extends Worker {
    constructor() {
      super("", { eval: true });
      this.unref();
      throw new Error("no more threads");
    }
  };
  try {
    const { threads, notes } = await selectBackend({
      name: "wasm",
      threads: 2,
    });
    strictEqual(threads, 1);
    match(notes[0], /threads do not start: no more threads/);
  } finally {
    workerThreads.Worker = Worker;
  }
  deepStrictEqual([...await tf.tensor1d([1, 2]).square().data()], [1, 4]);
});

Deno.test("selectBackend() runs on the threads asked for, and keeps them", async () => {
  for (const count of [2, 3, 1]) {
    if (tf.findBackend("wasm")) tf.removeBackend("wasm");
    const { threads } = await selectBackend({ name: "wasm", threads: count });
    strictEqual(threads, count);
    strictEqual((await selectBackend({ name: "wasm" })).threads, count);
  }
});

Deno.test("selectBackend() calls every operation of cpu slow", async () => {
  const report = await selectBackend({ name: "cpu" });
  strictEqual(tf.getBackend(), "cpu");
  deepStrictEqual(report.slow, ["every operation"]);
});

Deno.test("selectBackend() prefers WebGPU only on real hardware", async () => {
  const report = await selectBackend({ threads: 1 });
  if (report.name === "webgpu") return;
  strictEqual(report.name, "wasm");
  strictEqual(report.tried[0].name, "webgpu");
  match(report.tried[0].reason, /no graphics adapter|is software/);
});

Deno.test("selectBackend() throws on what it does not know", async () => {
  await rejects(selectBackend({ name: "webgl" as "wasm" }), RangeError);
  await rejects(selectBackend({ threads: 0 }), RangeError);
});

Deno.test("selectBackend() leaves the process's handlers of errors alone", async () => {
  const count = () =>
    process.listenerCount("unhandledRejection") +
    process.listenerCount("uncaughtException");
  await selectBackend({ name: "cpu" });
  if (tf.findBackend("wasm")) tf.removeBackend("wasm");
  const before = count();
  await selectBackend({ name: "wasm" });
  strictEqual(count(), before);
});

Deno.test("selectBackend({ precise: false }) alone lets sums take the machine's rounding", async () => {
  const fused = async (options: BackendOptions) => {
    await selectBackend(options);
    return areSumsFused();
  };
  strictEqual(await fused({ name: "wasm", precise: false }), true);
  // Kept by one that does not say.
  strictEqual(await fused({ name: "wasm" }), true);
  strictEqual(await fused({ name: "wasm", precise: true }), false);
});
