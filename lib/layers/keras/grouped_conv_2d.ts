/**
 * Keras's Conv2D with `groups`.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { BuiltInConv2D } from "./built_in_convolutions.ts";
import { buildGrouped, callGrouped } from "./grouped_convolution.ts";

/** A convolution along two axes in groups; the kernel is that of Keras. */
export class GroupedConv2D extends BuiltInConv2D {
  static className: string = className("GroupedConv2D");
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
registerLayer(GroupedConv2D);
