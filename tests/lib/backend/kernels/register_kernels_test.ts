import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  KERNELS,
  registerKernels,
} from "../../../../lib/backend/kernels/register_kernels.ts";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";

/** Every registered kernel's function, by backend and name. */
function registered(backend: string): Map<string, tf.KernelFunc> {
  return new Map(
    tf.getKernelsForBackend(backend).map(
      ({ kernelName, kernelFunc }) => [kernelName, kernelFunc],
    ),
  );
}

Deno.test("registerKernels() changes nothing the second time", async () => {
  await selectBackend({ name: "wasm" });
  const before = registered("wasm");
  registerKernels();
  deepStrictEqual(registered("wasm"), before);
});

Deno.test("registerKernels() leaves other backends alone", async () => {
  const before = registered("cpu");
  await selectBackend({ name: "wasm" });
  deepStrictEqual(registered("cpu"), before);
});

Deno.test("registerKernels() serves a backend started anew", async () => {
  const gradient = () =>
    tf.tidy(() =>
      tf.grad((w: tf.Tensor) =>
        tf.conv2d(
          tf.ones([1, 3, 3, 1]) as tf.Tensor4D,
          w as tf.Tensor4D,
          1,
          "valid",
        )
      )(tf.ones([2, 2, 1, 1])).dataSync()
    );
  await selectBackend({ name: "wasm" });
  deepStrictEqual([...gradient()], [4, 4, 4, 4]);
  tf.removeBackend("wasm");
  await selectBackend({ name: "wasm" });
  deepStrictEqual([...gradient()], [4, 4, 4, 4]);
});

Deno.test("registerKernels() gives WASM every kernel a cpu gradient needs", async () => {
  await selectBackend({ name: "wasm" });
  const names = registered("wasm");
  const missing = [...registered("cpu").keys()].filter((name) =>
    !names.has(name)
  );
  // Complex numbers, ragged tensors, regular expressions and a canvas: no
  // layer and no gradient uses them.
  deepStrictEqual(missing.sort(), [
    "Complex",
    "ComplexAbs",
    "Draw",
    "FFT",
    "IFFT",
    "Imag",
    "RaggedGather",
    "RaggedRange",
    "RaggedTensorToTensor",
    "Real",
    "StaticRegexReplace",
  ]);
  strictEqual(names.has("Conv2DBackpropFilter"), true);
});

Deno.test("registerKernels() has one kernel of each name", () => {
  const names = KERNELS.map(({ name }) => name);
  deepStrictEqual(names, [...new Set(names)]);
});
