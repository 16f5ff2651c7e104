import { deepStrictEqual, notStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";

/** Before this library's kernels replace it. */
const { kernelFunc: shipped } = tf.getKernel("Softmax", "wasm");
const { selectBackend } = await import(
  "../../../../lib/backend/select_backend.ts"
);

Deno.test("softmax on WASM has the bits of the shipped kernel", async () => {
  await selectBackend({ name: "wasm" });
  const { kernelFunc: ours } = tf.getKernel("Softmax", "wasm");
  notStrictEqual(ours, shipped);
  const bits = (run: tf.KernelFunc, logits: tf.Tensor) =>
    tf.tidy(() => {
      const result = run({
        inputs: { logits },
        attrs: { dim: logits.rank - 1 },
        backend: tf.backend(),
      }) as tf.TensorInfo;
      const values = tf.engine().makeTensorFromTensorInfo(result).dataSync();
      return [...new Int32Array(values.slice().buffer)];
    });
  // Vectors by four, by one, and single values; one that is far below the rest.
  for (const columns of [1, 2, 3, 4, 5, 8, 15, 16, 17, 21, 35, 133]) {
    const logits = tf.tidy(() =>
      tf.concat([
        tf.randomUniform([6, columns], -30, 30, "float32", columns),
        tf.range(0, columns).mul(-60).expandDims(),
      ])
    );
    deepStrictEqual(bits(ours, logits), bits(shipped, logits));
    logits.dispose();
  }
});
