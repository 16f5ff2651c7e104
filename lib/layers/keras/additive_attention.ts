/**
 * Keras's AdditiveAttention.
 *
 * @see Bahdanau et al., "Neural Machine Translation by Jointly Learning to
 *   Align and Translate", ICLR 2015.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { type ScoringArgs, ScoringLayer } from "./scoring_layer.ts";

/** Attends by the tanh of sums of queries and keys. */
export class AdditiveAttention extends ScoringLayer {
  static className: string = className("AdditiveAttention");
  #scale: tf.LayerVariable | undefined;

  constructor(args: ScoringArgs) {
    super("AdditiveAttention", args, true);
  }

  protected override addWeights(features: number): void {
    if (!this.useScale) return;
    const initializer = tf.initializers.glorotUniform({});
    this.#scale = this.addWeight("scale", [features], "float32", initializer);
  }

  protected override scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const tanh = query.expandDims(2).add(key.expandDims(1)).tanh();
    return (this.#scale ? tanh.mul(this.#scale.read()) : tanh).sum(-1);
  }
}
registerLayer(AdditiveAttention);
