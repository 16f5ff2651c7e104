/**
 * MultiHeadAttention with the arguments, weights and shapes of Keras.
 *
 * @see Vaswani et al., "Attention Is All You Need", NeurIPS 2017, section 3.2.2.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkRate, drawMask } from "../random/draw_mask.ts";
import type { Draw, SeedStream } from "../random/seed_stream.ts";
import { layerStream } from "../random/set_random_seed.ts";
import { attend } from "./attend.ts";
import {
  type AttentionCallArgs,
  checkSequences,
  initializers,
  type MultiHeadAttentionArgs,
} from "./attention_args.ts";
import { allowedKeys } from "./attention_mask.ts";
import { type MaskDrawer, nextMask } from "./mask_drawer.ts";
import {
  fromHeads,
  type Projection,
  projectScored,
  projectValue,
} from "./head_projections.ts";
import {
  type CallArgs,
  className,
  defaultName,
  registerLayer,
} from "./register_layer.ts";
import { checkLayerArgs } from "./layer_args.ts";

type Inputs = Parameters<tf.layers.Layer["apply"]>[0];

/**
 * Attends from each step of a query to all steps of a value.
 *
 * Called with `query` alone (self-attention), `[query, value]` or
 * `[query, value, key]`; all `[batch, steps, features]`. Gives
 * `[batch, query steps, query features]`.
 *
 * An attention mask, `[batch, query steps, value steps]` or without the batch,
 * lets a query attend where it is not 0: a fourth input, or `attentionMask` in
 * the arguments of `apply`. The mask of the queries (from `masking` or an
 * embedding) is passed on, and in self-attention is that of the values too. A
 * step that may attend to none gets the output's bias.
 *
 * Weights, in this order, with `h` heads: query kernel `[features, h, keyDim]`
 * and bias `[h, keyDim]`, key likewise, value likewise with `valueDim`, output
 * kernel `[h, valueDim, features]` and bias `[features]`.
 *
 * Returned attention scores are not supported.
 */
export class MultiHeadAttention extends tf.layers.Layer implements MaskDrawer {
  static className: string = className("MultiHeadAttention");
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly dropout: number;
  readonly useBias: boolean;
  readonly useCausalMask: boolean;
  /** Its call takes the masks of all its inputs (`lib/mends/run_layers.ts`). */
  readonly takesAllMasks = true;
  /** The draws of the attention weights' dropout. */
  readonly seedStream: SeedStream;
  drawSource?: MaskDrawer["drawSource"];
  onDraw?: MaskDrawer["onDraw"];
  readonly #seed: number | null;
  readonly #initializers: ReturnType<typeof initializers>;
  #query!: Projection;
  #key!: Projection;
  #value!: Projection;
  #output!: Projection;

  /** @throws {RangeError} If a size is no positive integer or `dropout` no fraction. */
  constructor(args: MultiHeadAttentionArgs) {
    super({ ...args, name: args.name ?? defaultName("MultiHeadAttention") });
    this.numHeads = args.numHeads;
    this.keyDim = args.keyDim;
    this.valueDim = args.valueDim ?? args.keyDim;
    for (const name of ["numHeads", "keyDim", "valueDim"] as const) {
      if (!(Number.isInteger(this[name]) && this[name] > 0)) {
        throw new RangeError(
          `${name} of ${this.name} must be a positive integer, got ${
            this[name]
          }`,
        );
      }
    }
    this.dropout = checkRate(args.dropout ?? 0, `Dropout of ${this.name}`);
    this.useBias = args.useBias ?? true;
    this.useCausalMask = args.useCausalMask ?? false;
    this.supportsMasking = true;
    this.#seed = args.seed ?? null;
    this.seedStream = layerStream(args.seed);
    this.#initializers = initializers(args);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shapes =
      (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as tf.Shape[];
    checkSequences(this.name, shapes);
    const [query, value = query, key = value] = shapes.map((shape) =>
      shape.at(-1)!
    );
    const { numHeads, keyDim, valueDim } = this;
    this.#query = this.#project("query", [query, numHeads, keyDim], 1);
    this.#key = this.#project("key", [key, numHeads, keyDim], 1);
    this.#value = this.#project("value", [value, numHeads, valueDim], 1);
    const out = [numHeads, valueDim, query];
    this.#output = this.#project("attention_output", out, 2);
    super.build(inputShape);
  }

  /** Adds a projection's weights; the bias has the shape after `inputs` axes. */
  #project(name: string, shape: number[], inputs: number): Projection {
    const { kernel, bias } = this.#initializers;
    const add = (part: string, shape: number[], by: typeof kernel) =>
      this.addWeight(`${name}_${part}`, shape, "float32", by);
    return {
      kernel: add("kernel", shape, kernel),
      bias: this.useBias ? add("bias", shape.slice(inputs), bias) : undefined,
    };
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return (Array.isArray(inputShape[0])
      ? inputShape[0]
      : inputShape) as tf.Shape;
  }

  override apply(
    inputs: Inputs,
    args: AttentionCallArgs = {},
  ): ReturnType<tf.layers.Layer["apply"]> {
    const { attentionMask, ...rest } = args;
    if ("useCausalMask" in rest) {
      throw new TypeError(
        `useCausalMask is an argument of multiHeadAttention(), not of ${this.name}'s call`,
      );
    }
    if (!attentionMask) return super.apply(inputs, rest);
    const [query, value = query, key = value] = [inputs].flat();
    return super.apply([query, value, key, attentionMask] as Inputs, rest);
  }

  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor {
    return [mask ?? null].flat()[0] as tf.Tensor;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const given = [inputs].flat() as tf.Tensor3D[];
      const [query, value = query, key = value, attention] = given;
      const allowed = allowedKeys({ query, key, value }, {
        attention,
        causal: this.useCausalMask,
        inputs: args.mask,
      });
      const scale = 1 / Math.sqrt(this.keyDim);
      const dropout = args.training && this.dropout > 0
        ? nextMask(this, this.dropout, [
          query.shape[0],
          this.numHeads,
          query.shape[1],
          key.shape[1],
        ])
        : undefined;
      const [q, k] = projectScored(query, key, this.#query, this.#key);
      const output = this.#output.kernel.read();
      const [v, kernel] = projectValue(value, this.#value, output);
      const attended = attend(q.mul(scale), k, v, { dropout, allowed });
      const isPadded = attention || [args.mask ?? []].flat().some((one) => one);
      const picked = allowed && isPadded && this.dropout === 0
        ? withoutKeys(attended, v, allowed)
        : attended;
      return fromHeads(picked, kernel, this.#output.bias, query.shape[0]);
    });
  }

  /** The dropout of attention weights, `[batch, heads, query steps, value steps]`. */
  mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    return drawMask(inputShape, rate, draw);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, dropout } = this;
    const { useBias, useCausalMask } = this;
    const { kernel, bias } = this.#initializers;
    const serialized = (one: typeof kernel) => ({
      className: one.getClassName(),
      config: one.getConfig(),
    });
    return {
      ...super.getConfig(),
      numHeads,
      keyDim,
      valueDim,
      dropout,
      useBias,
      useCausalMask,
      kernelInitializer: serialized(kernel),
      biasInitializer: serialized(bias),
      seed: this.#seed,
    };
  }
}
registerLayer(MultiHeadAttention);

/**
 * Has a query that may attend to no key pick the mean of all values, as Keras
 * has it where no weights are dropped; it is 0 before.
 */
function withoutKeys(
  picked: tf.Tensor3D,
  value: tf.Tensor3D,
  allowed: tf.Tensor3D,
): tf.Tensor3D {
  const [groups, queries, width] = picked.shape;
  const has = allowed.any(2, true).cast("float32");
  const [samples, rows] = has.shape;
  const none = tf.sub(1, has).reshape([samples, 1, rows, 1]);
  const mean = value.mean(1, true).reshape([samples, -1, 1, width]);
  return picked.reshape([samples, groups / samples, queries, width])
    .add(mean.mul(none)).reshape(picked.shape);
}

/** Makes a {@linkcode MultiHeadAttention} layer. */
export function multiHeadAttention(
  args: MultiHeadAttentionArgs,
): MultiHeadAttention {
  checkLayerArgs("multiHeadAttention", args, {
    biasInitializer: true,
    dropout: true,
    kernelInitializer: true,
    keyDim: true,
    numHeads: true,
    seed: true,
    useBias: "boolean",
    useCausalMask: "boolean",
    valueDim: true,
  });
  return new MultiHeadAttention(args);
}
