import * as tf from "@tensorflow/tfjs";
import type { Given, WasmKernel } from "./wasm_backend.ts";

/** Of nothing the kernel of tfjs 4.22 gives the shape it works with inside. */
export const gather: WasmKernel = {
  name: "GatherV2",
  run({ x, indices }: Given<tf.GatherV2Inputs>, attributes, backend, shipped) {
    const { axis, batchDims } = attributes as tf.GatherV2Attrs;
    const isEmpty = [x, indices].some(({ shape }) => shape.includes(0));
    if (!isEmpty) return shipped({ x, indices }, attributes, backend);
    const { outputShape } = tf.backend_util.segment_util
      .collectGatherOpShapeInfo(
        x as tf.Tensor,
        indices as tf.Tensor,
        tf.util.parseAxisParam(axis, x.shape)[0],
        batchDims,
      );
    return backend.makeOutput(outputShape, x.dtype);
  },
};
