/**
 * Casts to bool on WASM, and to the type that values have.
 *
 * The kernel of tfjs 4.22 keeps the low byte, so that 2 stays 2, 256 is false
 * and a sum over "bools" is not a count. To their own type it copies values, in
 * the gradient of every product. Other casts are left to it.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { identity } from "./identity.ts";
import { makeZeros } from "./make_zeros.ts";
import {
  callKernel,
  type Given,
  release,
  type WasmKernel,
} from "./wasm_backend.ts";

/** Replaces the shipped kernel where numbers become bools, or nothing new. */
export const cast: WasmKernel = {
  name: "Cast",
  run({ x }: Given<tf.CastInputs>, attributes, backend, shipped) {
    const { dtype } = attributes as tf.CastAttrs;
    if (dtype === x.dtype) return identity.run({ x }, {}, backend, shipped);
    const numbers = x.dtype === "float32" || x.dtype === "int32";
    if (dtype !== "bool" || !numbers) {
      return shipped({ x }, attributes, backend);
    }
    const zero = makeZeros(backend, [], x.dtype);
    const out = callKernel("NotEqual", { a: x, b: zero }, {}, backend);
    release(backend, zero);
    return out;
  },
};
