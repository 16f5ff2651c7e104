/**
 * Keras's Conv1D and Conv2D with `groups`.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { BuiltInConv1D, BuiltInConv2D } from "./built_in_convolutions.ts";
import { buildGrouped, callGrouped } from "./grouped_convolution.ts";

const BUILT_IN = {
  GroupedConv1D: BuiltInConv1D,
  GroupedConv2D: BuiltInConv2D,
};

for (const [name, BuiltIn] of Object.entries(BUILT_IN)) {
  /** A convolution in groups; the kernel is that of Keras. */
  class Grouped extends BuiltIn {
    static className: string = className(name);
    readonly groups: number;

    constructor({ groups, ...args }: { groups: number }) {
      super(args);
      this.groups = groups;
    }

    override build(inputShape: tf.Shape): void {
      buildGrouped(this, inputShape);
    }

    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return callGrouped(this, inputs);
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), groups: this.groups };
    }
  }
  registerLayer(Grouped);
}
