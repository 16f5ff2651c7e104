/**
 * Keras's Attention: dot products of queries and keys as they come.
 *
 * @see Luong et al., "Effective Approaches to Attention-based Neural Machine
 *   Translation", EMNLP 2015.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { type ScoringArgs, ScoringLayer } from "./scoring_layer.ts";

/** Arguments of {@linkcode Attention}. */
interface AttentionArgs extends ScoringArgs {
  /** `dot`, or `concat`: tanh of sums, as in Bahdanau's; `dot`. */
  scoreMode?: "dot" | "concat";
}

/** Attends from each step of a query to all of a value. */
export class Attention extends ScoringLayer {
  static className: string = className("Attention");
  readonly scoreMode: "dot" | "concat";
  #scale: tf.LayerVariable | undefined;
  #concatScale: tf.LayerVariable | undefined;

  constructor(args: AttentionArgs) {
    super("Attention", args, false);
    this.scoreMode = args.scoreMode ?? "dot";
  }

  protected override addWeights(): void {
    if (this.useScale) this.#scale = this.one("scale");
    if (this.scoreMode === "concat") {
      this.#concatScale = this.one("concat_score_weight");
    }
  }

  protected override scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const scaled = (x: tf.Tensor) =>
      this.#scale ? x.mul(this.#scale.read()) : x;
    if (!this.#concatScale) return scaled(query.matMul(key, false, true));
    const sums = query.expandDims(2).add(key.expandDims(1));
    return scaled(sums).tanh().sum(-1).mul(this.#concatScale.read());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scoreMode: this.scoreMode };
  }
}
registerLayer(Attention);
