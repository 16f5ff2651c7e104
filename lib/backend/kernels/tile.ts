/**
 * Copies side by side.
 *
 * The kernel of tfjs 4.22 finds the source of every element by itself, some 70
 * ns each; LayerNormalization tiles its moments to the size of its input.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownCodeOf } from "./own_code_of.ts";
import {
  addressOf,
  callKernel,
  type Given,
  release,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel for numbers of four bytes. */
export const tile: WasmKernel = {
  name: "Tile",
  run({ x }: Given<tf.TileInputs>, attributes, backend, shipped) {
    const { reps } = attributes as tf.TileAttrs;
    if (x.dtype !== "float32" && x.dtype !== "int32") {
      return shipped({ x }, attributes, backend);
    }
    const { copyRows } = ownCodeOf(backend);
    let tiled = callKernel("Identity", { x }, {}, backend);
    // From the last axis on, so that later copies are of longer rows.
    for (let axis = reps.length - 1; axis >= 0; axis--) {
      const copies = reps[axis];
      if (copies === 1) continue;
      const shape = tiled.shape.slice();
      const outer = tf.util.sizeFromShape(shape.slice(0, axis));
      const width = tf.util.sizeFromShape(shape.slice(axis));
      shape[axis] *= copies;
      const next = backend.makeOutput(shape, x.dtype);
      const [from, to] = [addressOf(backend, tiled), addressOf(backend, next)];
      for (let i = 0; i < outer; i++) {
        copyRows({
          from: from + 4 * i * width,
          fromStep: 0,
          to: to + 4 * i * width * copies,
          toStep: 4 * width,
          count: copies,
          width,
        });
      }
      release(backend, tiled);
      tiled = next;
    }
    return tiled;
  },
};
