/**
 * What a MultiHeadAttention is given: its arguments, those of its call, and
 * the shapes of its inputs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { CallArgs, LayerArgs } from "./register_layer.ts";

type DenseArgs = Parameters<typeof tf.layers.dense>[0];

/** Arguments of `MultiHeadAttention`. */
export interface MultiHeadAttentionArgs extends LayerArgs {
  numHeads: number;
  /** Width of each head's queries and keys. */
  keyDim: number;
  /** Width of each head's values; `keyDim` unless given. */
  valueDim?: number | null;
  /** Fraction of attention weights dropped while training, in `[0, 1]`. */
  dropout?: number;
  useBias?: boolean;
  /**
   * Whether a step attends to itself and those before only. In Keras an
   * argument of the call, which a model of tfjs would not keep.
   */
  useCausalMask?: boolean;
  kernelInitializer?: DenseArgs["kernelInitializer"];
  biasInitializer?: DenseArgs["biasInitializer"];
  /** Integer in `[0, 2^32)`; without it the layer draws from the run's seed. */
  seed?: number | null;
}

/** What a call takes besides the inputs. */
export interface AttentionCallArgs extends CallArgs {
  /** Not 0 where a query may attend, `[batch, query steps, value steps]`. */
  attentionMask?: tf.Tensor | tf.SymbolicTensor;
}

/** The initializers of kernels and biases: lets tfjs read an initializer's name or configuration. */
export function initializers(args: MultiHeadAttentionArgs) {
  const { kernelInitializer, biasInitializer } = args;
  const reader = tf.layers.dense({
    units: 1,
    name: "reader",
    kernelInitializer,
    biasInitializer,
  }) as unknown as Record<
    "kernelInitializer" | "biasInitializer",
    ReturnType<typeof tf.initializers.zeros>
  >;
  return { kernel: reader.kernelInitializer, bias: reader.biasInitializer };
}

/**
 * Refuses inputs that are no query, value, key and mask.
 *
 * @param name The layer's, for the message.
 * @throws {RangeError} If there are more, or their shapes don't fit.
 */
export function checkSequences(name: string, shapes: tf.Shape[]): void {
  if (shapes.length > 4) {
    throw new RangeError(
      `${name} takes query, value, key and mask, got ${shapes.length} inputs`,
    );
  }
  for (const shape of shapes.slice(0, 3)) {
    if (shape.length === 3) continue;
    throw new RangeError(
      `Inputs of ${name} must be [batch, steps, features], got [${shape}]`,
    );
  }
  const [, [, values] = [], [, keys] = []] = shapes;
  if (values != null && keys != null && values !== keys) {
    throw new RangeError(
      `${name} got ${values} values but ${keys} keys`,
    );
  }
}
