/**
 * Einstein's summation, which the WASM backend lacks.
 *
 * Two operands are one stacked matrix product, unless one of them alone has an
 * axis to sum. What is left goes step by step: multiply, then sum, as
 * TensorFlow.js' cpu backend does everything.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { multiplyStacks } from "./batch_mat_mul.ts";
import {
  callKernel,
  release,
  reshaped,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Supplies the missing kernel. */
export const einsum: WasmKernel = {
  name: "Einsum",
  run(inputs: tf.TensorInfo[], attributes, backend) {
    const { equation } = attributes as tf.EinsumAttrs;
    const operands = Object.values(inputs);
    const decoded = tf.backend_util.decodeEinsumEquation(
      equation,
      operands.length,
    );
    tf.backend_util.checkEinsumDimSizes(
      decoded.allDims.length,
      decoded.idDims,
      operands as unknown as tf.Tensor[],
    );
    const plan = planProduct(equation.replace(/\s/g, ""), operands);
    return plan
      ? runProduct(plan, operands, backend)
      : runSteps(decoded, operands, backend);
  },
};

/** The axes of two operands, by the part each plays in the product. */
interface ProductPlan {
  left: string[];
  right: string[];
  out: string[];
  batch: string[];
  summed: string[];
  rows: string[];
  columns: string[];
  size: Map<string, number>;
}

function planProduct(
  equation: string,
  operands: tf.TensorInfo[],
): ProductPlan | undefined {
  const [inputs, result] = equation.split("->");
  const [left, right] = inputs.split(",").map((axes) => [...axes]);
  if (!right) return undefined;
  const out = [...result];
  const size = new Map<string, number>();
  [left, right].forEach((axes, which) =>
    axes.forEach((axis, place) => size.set(axis, operands[which].shape[place]))
  );
  const shared = left.filter((axis) => right.includes(axis));
  const rows = left.filter((axis) => !right.includes(axis));
  const columns = right.filter((axis) => !left.includes(axis));
  // An axis of one operand that is not in the result is summed alone.
  const alone = [...rows, ...columns].some((axis) => !out.includes(axis));
  if (alone) return undefined;
  const batch = shared.filter((axis) => out.includes(axis));
  const summed = shared.filter((axis) => !out.includes(axis));
  return { left, right, out, batch, summed, rows, columns, size };
}

function runProduct(
  { left, right, out, batch, summed, rows, columns, size }: ProductPlan,
  [x, y]: tf.TensorInfo[],
  backend: WasmBackend,
): tf.TensorInfo {
  const product = (axes: string[]) =>
    axes.reduce((total, axis) => total * size.get(axis)!, 1);
  const a = transpose(x, left, [...batch, ...rows, ...summed], backend);
  const b = transpose(y, right, [...batch, ...summed, ...columns], backend);
  const [n, m, k, p] = [batch, rows, summed, columns].map(product);
  const stacked = multiplyStacks(
    { a: reshaped(a, [n, m, k]), b: reshaped(b, [n, k, p]) },
    { transposeA: false, transposeB: false },
    backend,
  );
  release(backend, a, b);
  const order = [...batch, ...rows, ...columns];
  const shaped = reshaped(stacked, order.map((axis) => size.get(axis)!));
  const result = transpose(shaped, order, out, backend);
  release(backend, stacked);
  return result;
}

/** The axes of `x` in another order; always a value of its own to release. */
function transpose(
  x: tf.TensorInfo,
  from: string[],
  to: string[],
  backend: WasmBackend,
): tf.TensorInfo {
  const perm = to.map((axis) => from.indexOf(axis));
  return callKernel("Transpose", { x }, { perm }, backend);
}

type Decoded = ReturnType<typeof tf.backend_util.decodeEinsumEquation>;

function runSteps(
  { allDims, summedDims, idDims }: Decoded,
  operands: tf.TensorInfo[],
  backend: WasmBackend,
): tf.TensorInfo {
  const { backend_util } = tf;
  const { path, steps } = backend_util.getEinsumComputePath(summedDims, idDims);
  let remaining = allDims.length;
  let out: tf.TensorInfo | undefined;
  const become = (next: tf.TensorInfo) => {
    if (out) release(backend, out);
    out = next;
  };
  steps.forEach((operandsOfStep, step) => {
    for (const operand of operandsOfStep) {
      const { permutationIndices: perm, expandDims } = backend_util
        .getEinsumPermutation(remaining, idDims[operand]);
      const x = callKernel(
        "Transpose",
        { x: operands[operand] },
        { perm },
        backend,
      );
      const shape = x.shape.slice();
      for (const axis of expandDims) shape.splice(axis, 0, 1);
      if (!out) {
        out = reshaped(x, shape);
        continue;
      }
      become(
        callKernel("Multiply", { a: reshaped(x, shape), b: out }, {}, backend),
      );
      release(backend, x);
    }
    if (step === steps.length - 1) return;
    if (path[step] >= 0) {
      const axis = path[step] - (allDims.length - remaining);
      become(
        callKernel("Sum", { x: out! }, { axis, keepDims: false }, backend),
      );
    }
    remaining--;
  });
  return out!;
}
