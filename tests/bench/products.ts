/**
 * Times products of matrices and a convolution on one thread of WASM, as lines
 * of JSON: by this library's kernels, or by those that tfjs ships.
 *
 *     deno run -A tests/bench/products.ts [--shipped]
 */

import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { wasmFolder } from "../../lib/backend/wasm_files.ts";

/** V8 compiles a loop anew while it runs; a loop of training has been. */
const WARM_UP_MS = 300;

/** Milliseconds that this process computes for `work`, the median of some. */
function medianOf(work: () => tf.Tensor): number {
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) work().dispose();
  const times: number[] = [];
  for (let i = 0; i < 8; i++) {
    const start = process.cpuUsage();
    work().dispose();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return times.slice(1).sort((a, b) => a - b)[3];
}

if (Deno.args.includes("--shipped")) {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(wasmFolder());
  wasm.setThreadsCount(1);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await tf.setBackend("wasm");
} else {
  await selectBackend({ name: "wasm", threads: 1, precise: false });
}
const times: Record<string, number> = {};
for (const size of [256, 512, 1024]) {
  const [a, b] = [1, 2].map((seed) =>
    tf.randomUniform([size, size], -1, 1, "float32", seed)
  );
  times[`${size} by ${size}`] = medianOf(() => tf.matMul(a, b));
  // As shipped, a transposed product of 1,024 takes half a minute for these.
  if (size < 1024 || !Deno.args.includes("--shipped")) {
    times[`${size} by ${size}, transposed`] = medianOf(() =>
      tf.matMul(a, b, true, false)
    );
  }
  tf.dispose([a, b]);
}
const x = tf.randomUniform<tf.Rank.R4>([16, 28, 28, 64], -1, 1, "float32", 3);
const filter = tf.randomUniform<tf.Rank.R4>([3, 3, 64, 64], -1, 1);
times["convolution, 64 to 64"] = medianOf(() =>
  tf.conv2d(x, filter, 1, "same")
);
console.log(JSON.stringify(times));
