import * as tf from "@tensorflow/tfjs";
import type { Given, WasmKernel } from "./wasm_backend.ts";

/**
 * Where nothing comes out, the kernel of tfjs 4.22 gives the shape it works with
 * inside.
 */
export const gather: WasmKernel = {
  name: "GatherV2",
  run({ x, indices }: Given<tf.GatherV2Inputs>, attributes, backend, shipped) {
    const { axis, batchDims } = attributes as tf.GatherV2Attrs;
    const { outputShape } = tf.backend_util.segment_util
      .collectGatherOpShapeInfo(
        x as tf.Tensor,
        indices as tf.Tensor,
        tf.util.parseAxisParam(axis, x.shape)[0],
        batchDims,
      );
    return outputShape.includes(0)
      ? backend.makeOutput(outputShape, x.dtype)
      : shipped({ x, indices }, attributes, backend);
  },
};
