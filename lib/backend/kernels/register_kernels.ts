/**
 * Puts our kernels in the place of those that the WASM backend lacks, or has
 * wrong or slow.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { attendGradientKernel, attendKernel } from "./attend_kernel.ts";
import { avgPool } from "./avg_pool.ts";
import { avgPoolGrad, insideAvgPoolGrad } from "./avg_pool_grad.ts";
import { batchMatMul } from "./batch_mat_mul.ts";
import { biasReluKernel } from "./bias_relu_kernel.ts";
import { cast } from "./cast.ts";
import { concat } from "./concat.ts";
import { conv2d, fusedConv2d } from "./conv2d.ts";
import { conv2dBackpropFilter } from "./conv2d_backprop_filter.ts";
import { conv2dBackpropInput } from "./conv2d_backprop_input.ts";
import {
  conv3dBackpropFilter,
  conv3dBackpropInput,
} from "./conv3d_gradients.ts";
import { cumulative } from "./cumulative.ts";
import { depthwiseBackpropFilter } from "./depthwise_backprop_filter.ts";
import { depthwiseBackpropInput } from "./depthwise_backprop_input.ts";
import { depthwiseConv2d, fusedDepthwiseConv2d } from "./depthwise_conv2d.ts";
import { drawMaskKernel } from "./draw_mask_kernel.ts";
import { einsum } from "./einsum.ts";
import { elementwiseKernels } from "./elementwise_kernels.ts";
import { evaluateFormula } from "./evaluate_formula.ts";
import { evaluateRows, sumColumns, sumRows } from "./evaluate_rows.ts";
import { fusedMatMul } from "./fused_mat_mul.ts";
import { gather } from "./gather.ts";
import { identity } from "./identity.ts";
import { keptNans } from "./kept_nans.ts";
import { kernelsOnEqualShapes } from "./on_equal_shapes.ts";
import { maxPool } from "./max_pool.ts";
import { maxPool3d } from "./max_pool_3d.ts";
import { maxPool3dGrad, maxPoolGrad } from "./max_pool_grad.ts";
import { mendedBooleans } from "./mended_booleans.ts";
import { mendedImages } from "./mended_images.ts";
import { reductions } from "./reductions.ts";
import { slice, splitV } from "./slice.ts";
import { softmax } from "./softmax.ts";
import { stopRecording } from "../threads/thread_pool.ts";
import { tile } from "./tile.ts";
import { transpose } from "./transpose.ts";
import { unsortedSegmentSum } from "./unsorted_segment_sum.ts";
import type { RunKernel, WasmBackend, WasmKernel } from "./wasm_backend.ts";

/** Each name once: of two with one name the second would never run. */
export const KERNELS: WasmKernel<tf.TensorInfo | tf.TensorInfo[]>[] = [
  attendGradientKernel,
  attendKernel,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  biasReluKernel,
  cast,
  concat,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  conv3dBackpropFilter,
  conv3dBackpropInput,
  ...cumulative,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  depthwiseConv2d,
  drawMaskKernel,
  einsum,
  ...elementwiseKernels,
  evaluateFormula,
  evaluateRows,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  gather,
  identity,
  insideAvgPoolGrad,
  ...keptNans,
  ...kernelsOnEqualShapes,
  maxPool,
  maxPool3d,
  maxPool3dGrad,
  maxPoolGrad,
  ...mendedBooleans,
  ...mendedImages,
  ...reductions,
  slice,
  softmax,
  splitV,
  sumColumns,
  sumRows,
  tile,
  transpose,
  unsortedSegmentSum,
];

/** Marks a registration as ours, across copies of this module. */
const OURS = Symbol.for("thaw.wasmKernel");

/**
 * Registers every kernel of this folder for the WASM backend, and only there.
 *
 * Calling it again changes nothing. The registry outlives the backend, so the
 * kernels also serve after the backend was removed and started again.
 */
export function registerKernels(): void {
  for (const kernel of KERNELS) {
    const shipped = tf.getKernel(kernel.name, "wasm");
    if (shipped && OURS in shipped) continue;
    if (shipped) tf.unregisterKernel(kernel.name, "wasm");
    const runShipped: RunKernel = (inputs, attrs, backend) =>
      shipped.kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
    const registration = {
      kernelName: kernel.name,
      backendName: "wasm",
      // Shipped kernels are set up all the same: other kernels of the package
      // call them directly.
      setupFunc: shipped?.setupFunc,
      kernelFunc: (
        { inputs, attrs, backend }: Parameters<tf.KernelFunc>[0],
      ) => {
        stopRecording();
        return kernel.run(inputs, attrs, backend as WasmBackend, runShipped);
      },
      [OURS]: true,
    };
    tf.registerKernel(registration);
  }
}
