/**
 * Keras's Conv1D with `groups`.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { BuiltInConv1D } from "./built_in_convolutions.ts";
import { buildGrouped, callGrouped } from "./grouped_convolution.ts";

/** A convolution along one axis in groups; the kernel is that of Keras. */
export class GroupedConv1D extends BuiltInConv1D {
  static className: string = className("GroupedConv1D");
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
registerLayer(GroupedConv1D);
