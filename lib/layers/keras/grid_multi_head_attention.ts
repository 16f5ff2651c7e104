/**
 * Keras's MultiHeadAttention along several axes at once, as MobileViT has it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { MultiHeadAttention } from "../multi_head_attention.ts";
import { type CallArgs, className, registerLayer } from "../register_layer.ts";

/** `[batch, ...steps, features]` as `[batch, steps, features]`. */
function inLine([batch, ...rest]: tf.Shape): tf.Shape {
  const steps = rest.slice(0, -1).reduce<number | null>(
    (all, size) => all === null || size === null ? null : all * size,
    1,
  );
  return [batch, steps, rest.at(-1)!];
}

/** Attends from each place of a grid to all of them. */
export class GridMultiHeadAttention extends MultiHeadAttention {
  static override className: string = className("GridMultiHeadAttention");

  /** @throws {RangeError} If it is causal: what comes before is not defined. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    if (this.useCausalMask) {
      throw new RangeError(`${this.name} is causal along several axes`);
    }
    const isList = Array.isArray(inputShape[0]);
    const shapes = (isList ? inputShape : [inputShape]) as tf.Shape[];
    super.build(shapes.map(inLine));
  }

  /** @throws {RangeError} If an input has a mask. */
  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    if ([args.mask].flat().some((mask) => mask)) {
      throw new RangeError(`${this.name} takes no masks along several axes`);
    }
    return tf.tidy(() => {
      const given = [inputs].flat();
      const lines = given.map((x) => x.reshape(inLine(x.shape) as number[]));
      const self = given.map((x) => lines[given.indexOf(x)]);
      return super.call(self, args)
        .reshape(given[0].shape);
    });
  }
}
registerLayer(GridMultiHeadAttention);
