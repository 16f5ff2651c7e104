/**
 * The base of Keras's attention without heads.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { allowedKeys } from "../attention_mask.ts";
import { checkRate, drawMask } from "../../random/draw_mask.ts";
import type { Draw, SeedStream } from "../../random/seed_stream.ts";
import { layerStream } from "../../random/set_random_seed.ts";
import { type MaskDrawer, maskOf, nextMask } from "../mask_drawer.ts";
import {
  type CallArgs,
  defaultName,
  type LayerArgs,
} from "../register_layer.ts";

/** What Keras takes off a score that does not count. */
const FAR = 1e9;

/** Arguments of a {@linkcode ScoringLayer}. */
export interface ScoringArgs extends LayerArgs {
  useScale?: boolean;
  /** Whether a step attends to itself and those before only; false. */
  useCausalMask?: boolean;
  /** Fraction of the attention weights to drop in training; 0. */
  dropout?: number;
  /** Integer in `[0, 2^32)`; without it the layer draws from the run's seed. */
  seed?: number | null;
}

/**
 * Attends from `query` to `value`, called with `[query, value]` or
 * `[query, value, key]`, all `[batch, steps, features]`. A step of the query
 * that is masked gives 0.
 */
export abstract class ScoringLayer extends tf.layers.Layer
  implements MaskDrawer {
  readonly useScale: boolean;
  readonly useCausalMask: boolean;
  /** Its call takes the masks of all its inputs (`lib/mends/run_layers.ts`). */
  readonly takesAllMasks = true;
  readonly dropout: number;
  readonly seedStream: SeedStream;
  drawSource?: MaskDrawer["drawSource"];
  onDraw?: MaskDrawer["onDraw"];
  readonly #seed: number | null;

  constructor(kind: string, args: ScoringArgs, useScale: boolean) {
    super({ ...args, name: args.name ?? defaultName(kind) });
    this.supportsMasking = true;
    this.useScale = args.useScale ?? useScale;
    this.useCausalMask = args.useCausalMask ?? false;
    this.dropout = checkRate(args.dropout ?? 0, `Dropout of ${this.name}`);
    this.#seed = args.seed ?? null;
    this.seedStream = layerStream(args.seed);
  }

  protected abstract addWeights(features: number): void;

  /** `[batch, query steps, key steps]`. */
  protected abstract scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor;

  /** A weight that is one number, 1 at first. */
  protected one(name: string): tf.LayerVariable {
    return this.addWeight(name, [], "float32", tf.initializers.ones());
  }

  /** @throws {RangeError} If there are not two or three inputs. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const isList = Array.isArray(inputShape[0]);
    if (!isList || inputShape.length < 2 || inputShape.length > 3) {
      throw new RangeError(
        `${this.name} takes [query, value] or [query, value, key]`,
      );
    }
    this.addWeights((inputShape as tf.Shape[])[0].at(-1)!);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [query, value] = inputShape as tf.Shape[];
    return [...query.slice(0, -1), value.at(-1)!];
  }

  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor {
    return [mask ?? null].flat()[0] as tf.Tensor;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const [query, value, key = value] = inputs as tf.Tensor3D[];
      const [queryMask = null, valueMask = null] = [args.mask ?? []].flat();
      const scores = this.scores(query, key);
      const allowed = allowedKeys({ query, key, value }, {
        attention: undefined,
        causal: this.useCausalMask,
        // A key's own mask is not asked for in Keras.
        inputs: [
          value === query ? valueMask : null,
          valueMask,
          null,
        ] as unknown as tf.Tensor[],
      });
      const weights = tf.softmax(
        allowed
          ? scores.sub(tf.sub(1, allowed.cast("float32")).mul(FAR))
          : scores,
      );
      const kept = args.training && this.dropout > 0
        ? weights.mul(maskOf(nextMask(this, this.dropout, weights.shape)))
        : weights;
      const picked = kept.matMul(value);
      return queryMask
        ? picked.mul(queryMask.cast("float32").expandDims(-1))
        : picked;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { useScale, useCausalMask, dropout } = this;
    const seed = this.#seed;
    return { ...super.getConfig(), useScale, useCausalMask, dropout, seed };
  }

  /** The dropout of attention weights, `[batch, query steps, key steps]`. */
  mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    return drawMask(inputShape, rate, draw);
  }
}
