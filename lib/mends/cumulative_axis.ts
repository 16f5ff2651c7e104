/**
 * Trap of tfjs 4.22: `cumsum` and `cumprod` along axis -1 read and write beside
 * their tensors: an empty result on cpu, corrupt memory on WASM, where later
 * operations then fail. The gradient of `cumsum` has its axes transposed unless
 * it is along the last one.
 *
 * Here an axis counts from the end. The WASM backend's kernels are replaced
 * with its others (`lib/backend/kernels/cumulative.ts`).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

interface Attributes {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

function fromStart<T>(attributes: T, rank: number): T {
  const { axis } = attributes as unknown as Attributes;
  return axis < 0 ? { ...attributes, axis: axis + rank } : attributes;
}

export function cumulativeAxis(): void {
  for (const backendName of ["cpu", "webgl"]) {
    for (const kernelName of ["Cumsum", "Cumprod"]) {
      const shipped = tf.getKernel(kernelName, backendName);
      if (!shipped) continue;
      tf.unregisterKernel(kernelName, backendName);
      tf.registerKernel({
        ...shipped,
        kernelFunc: (given) =>
          shipped.kernelFunc({
            ...given,
            attrs: fromStart(given.attrs, given.inputs.x!.shape.length),
          }),
      });
    }
  }
  replaceGradient("Cumsum", () => (dy, [x], attributes) => {
    const { axis, exclusive, reverse } = attributes as unknown as Attributes;
    const fromStart = axis < 0 ? axis + x.rank : axis;
    return {
      x: () => tf.cumsum(dy as tf.Tensor, fromStart, exclusive, !reverse),
    };
  });
}
