/**
 * What all layers have in common that disturb their input while training: a
 * stream of draws, and a mask that is a value. Those that drop a fraction of
 * their input are {@linkcode DroppingLayer}s.
 *
 * Such a layer has no weights. `trainable` therefore changes nothing here: only
 * the phase that the model passes to `call` decides, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Draw, SeedStream } from "../random/seed_stream.ts";
import { layerStream } from "../random/set_random_seed.ts";
import { type MaskDrawer, maskOf, nextMask } from "./mask_drawer.ts";
import {
  type CallArgs,
  className,
  defaultName,
  type LayerArgs,
  onlyTensor,
  plainName,
} from "./register_layer.ts";

/** Arguments of every noise layer. */
export interface NoiseArgs extends LayerArgs {
  /** Integer in `[0, 2^32)`; without it the layer draws from the run's seed. */
  seed?: number | null;
}

/** Base of the layers that act only in training. */
export abstract class NoiseLayer extends tf.layers.Layer implements MaskDrawer {
  /** Each layer has its own. */
  static className: string = className("NoiseLayer");
  readonly seedStream: SeedStream;
  drawSource?: MaskDrawer["drawSource"];
  onDraw?: MaskDrawer["onDraw"];
  sharedMask = false;
  readonly #seed: number | null;

  constructor(args: NoiseArgs) {
    const plain = plainName(new.target.className);
    super({ ...args, name: args.name ?? defaultName(plain) });
    this.supportsMasking = true;
    this.#seed = args.seed ?? null;
    this.seedStream = layerStream(args.seed);
  }

  /** The fraction that is written into records; 0 where nothing is dropped. */
  protected get recordedRate(): number {
    return 0;
  }

  /**
   * The mask of a draw, the value that {@linkcode disturb} applies.
   *
   * @param inputShape Shape of the input, with 1 for the batch if it is shared.
   * @param rate Fraction to drop; 0 for a layer that drops nothing.
   * @returns A tensor that broadcasts against the input, owned by the caller.
   */
  abstract mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor;

  /** Applies a mask; by multiplication unless a layer says otherwise. */
  protected disturb(x: tf.Tensor, mask: tf.Tensor, _rate: number): tf.Tensor {
    return x.mul(mask);
  }

  /** What the layer does at prediction; nothing unless a layer says otherwise. */
  protected atPrediction(x: tf.Tensor): tf.Tensor {
    return x;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      if (!args.training) return this.atPrediction(x);
      const drawn = nextMask(this, this.recordedRate, x.shape);
      return this.disturb(x, maskOf(drawn), drawn.rate);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.#seed };
  }
}
