/**
 * Image operations that tfjs 4.22 has wrong on WASM: `transform` reads other
 * pixels where it should reflect the image, and `rotateWithOffset` fills with
 * whole numbers only.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  callKernel,
  type Given,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

/**
 * An image reflected forever is the image and its mirror, repeated. What is
 * further off the image than its size is not repeated well, as by TensorFlow.
 */
const transform: WasmKernel = {
  name: "Transform",
  run(
    { image, transforms }: Given<tf.TransformInputs>,
    attributes,
    backend,
    shipped,
  ) {
    const { fillMode, outputShape } = attributes as tf.TransformAttrs;
    if (fillMode !== "reflect") {
      return shipped({ image, transforms }, attributes, backend);
    }
    const tall = withMirror(image, 1, backend);
    const wide = withMirror(tall, 2, backend);
    const out = shipped({ image: wide, transforms }, {
      ...attributes as tf.TransformAttrs,
      fillMode: "wrap",
      outputShape: outputShape ?? image.shape.slice(1, 3),
    }, backend);
    release(backend, tall, wide);
    return out;
  },
};

function withMirror(
  x: tf.TensorInfo,
  axis: number,
  backend: WasmBackend,
): tf.TensorInfo {
  const mirror = callKernel("Reverse", { x }, { dims: [axis] }, backend);
  const out = callKernel(
    "Concat",
    [x, mirror] as unknown as tf.NamedTensorInfoMap,
    { axis },
    backend,
  );
  release(backend, mirror);
  return out;
}

/** Images with a fourth channel, of opacity, are filled as shipped. */
const COLOURS = 3;

/** Of a filled and of a black rotation the difference is where to fill. */
const rotateWithOffset: WasmKernel = {
  name: "RotateWithOffset",
  run(
    { image }: Given<tf.RotateWithOffsetInputs>,
    attributes,
    backend,
    shipped,
  ) {
    const { fillValue } = attributes as tf.RotateWithOffsetAttrs;
    const channels = image.shape[3];
    const fills = [fillValue].flat();
    if (channels > COLOURS || fills.every(Number.isInteger)) {
      return shipped({ image }, attributes, backend);
    }
    const black = { ...attributes as tf.RotateWithOffsetAttrs, fillValue: 0 };
    const rotated = shipped({ image }, black, backend);
    const zeros = callKernel("ZerosLike", { x: image }, {}, backend);
    const outside = shipped(
      { image: zeros },
      { ...black, fillValue: 1 },
      backend,
    );
    const fill = backend.makeOutput([channels], "float32");
    backend.typedArrayFromHeap(fill)
      .set(Array.from({ length: channels }, (_, i) => fills[i % fills.length]));
    const filled = callKernel(
      "Multiply",
      { a: outside, b: fill },
      {},
      backend,
    );
    const out = callKernel("Add", { a: rotated, b: filled }, {}, backend);
    release(backend, rotated, zeros, outside, fill, filled);
    return out;
  },
};

export const mendedImages: WasmKernel[] = [transform, rotateWithOffset];
