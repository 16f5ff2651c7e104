/**
 * Keras's UpSampling1D.
 *
 * @module
 */

import { className, registerLayer } from "../register_layer.ts";
import { UpSampling, type UpSamplingArgs } from "./up_sampling.ts";

/** Repeats the values of sequences of `[batch, steps, features]`. */
export class UpSampling1D extends UpSampling {
  static className: string = className("UpSampling1D");

  constructor(args: UpSamplingArgs) {
    super("UpSampling1D", 1, args);
  }
}
registerLayer(UpSampling1D);
