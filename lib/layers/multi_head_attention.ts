/**
 * MultiHeadAttention with the arguments, weights and shapes of Keras.
 *
 * @see Vaswani et al., "Attention Is All You Need", NeurIPS 2017, section 3.2.2.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkRate } from "../random/draw_mask.ts";
import type { SeedStream } from "../random/seed_stream.ts";
import { layerStream } from "../random/set_random_seed.ts";
import { attend } from "./attend.ts";
import {
  type CallArgs,
  className,
  defaultName,
  type LayerArgs,
  registerLayer,
} from "./register_layer.ts";

type DenseArgs = Parameters<typeof tf.layers.dense>[0];

/** Arguments of {@linkcode MultiHeadAttention}. */
export interface MultiHeadAttentionArgs extends LayerArgs {
  numHeads: number;
  /** Width of each head's queries and keys. */
  keyDim: number;
  /** Width of each head's values; `keyDim` unless given. */
  valueDim?: number | null;
  /** Fraction of attention weights dropped while training, in `[0, 1]`. */
  dropout?: number;
  useBias?: boolean;
  kernelInitializer?: DenseArgs["kernelInitializer"];
  biasInitializer?: DenseArgs["biasInitializer"];
  /** Integer in `[0, 2^32)`; without it the layer draws from the run's seed. */
  seed?: number | null;
}

/** One projection: a kernel and, unless biases are off, a bias. */
interface Projection {
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | undefined;
}

/** Lets tfjs read an initializer's name or configuration. */
function initializers(args: MultiHeadAttentionArgs) {
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
 * Attends from each step of a query to all steps of a value.
 *
 * Called with `query` alone (self-attention), `[query, value]` or
 * `[query, value, key]`; all `[batch, steps, features]`. Gives
 * `[batch, query steps, query features]`.
 *
 * Weights, in this order, with `h` heads: query kernel `[features, h, keyDim]`
 * and bias `[h, keyDim]`, key likewise, value likewise with `valueDim`, output
 * kernel `[h, valueDim, features]` and bias `[features]`.
 *
 * Masks and returned attention scores are not supported.
 */
export class MultiHeadAttention extends tf.layers.Layer {
  static className: string = className("MultiHeadAttention");
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly dropout: number;
  readonly useBias: boolean;
  /** The draws of the attention weights' dropout. */
  readonly seedStream: SeedStream;
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
    this.#seed = args.seed ?? null;
    this.seedStream = layerStream(args.seed);
    this.#initializers = initializers(args);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shapes =
      (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as tf.Shape[];
    this.#check(shapes);
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

  #check(shapes: tf.Shape[]): void {
    if (shapes.length > 3) {
      throw new RangeError(
        `${this.name} takes query, value and key, got ${shapes.length} inputs`,
      );
    }
    for (const shape of shapes) {
      if (shape.length === 3) continue;
      throw new RangeError(
        `Inputs of ${this.name} must be [batch, steps, features], got [${shape}]`,
      );
    }
    const [, [, values] = [], [, keys] = []] = shapes;
    if (values != null && keys != null && values !== keys) {
      throw new RangeError(
        `${this.name} got ${values} values but ${keys} keys`,
      );
    }
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

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const given =
        (Array.isArray(inputs) ? inputs : [inputs]) as tf.Tensor3D[];
      const [query, value = query, key = value] = given;
      const heads = (x: tf.Tensor3D, projection: Projection) =>
        toHeads(x, projection);
      const scale = 1 / Math.sqrt(this.keyDim);
      const dropout = args.training && this.dropout > 0
        ? { rate: this.dropout, draw: this.seedStream.next() }
        : undefined;
      // With few features, attention over the features themselves is less work
      // than over their projections: q k' = x (Wq Wk') x'.
      const fold = (query.shape[2] + 1) * 2 <= this.keyDim &&
        key.shape[2] === query.shape[2];
      const [q, k] = fold
        ? foldKeys(query, key, this.#query, this.#key)
        : [heads(query, this.#query), heads(key, this.#key)];
      const foldValue = (value.shape[2] + 1) * 2 <= this.valueDim;
      const v = foldValue
        ? repeatHeads(withOne(value), this.numHeads)
        : heads(value, this.#value);
      const picked = attend(q.mul(scale), k, v, dropout);
      const output = this.#output.kernel.read();
      const kernel = foldValue
        ? tf.matMul(augmented(this.#value), output)
        : output;
      return this.#merge(picked, kernel, query.shape);
    });
  }

  /** Brings the heads together and projects them: `[h, width, features]`. */
  #merge(
    picked: tf.Tensor3D,
    kernel: tf.Tensor,
    [batch, steps]: number[],
  ): tf.Tensor {
    const [heads, width, features] = kernel.shape;
    const rows = picked.reshape([batch, heads, steps, width])
      .transpose([0, 2, 1, 3]).reshape([batch * steps, heads * width]);
    const projected = tf.matMul(
      rows,
      kernel.reshape([heads * width, features]),
    );
    const bias = this.#output.bias;
    return (bias ? projected.add(bias.read()) : projected)
      .reshape([batch, steps, features]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, dropout, useBias } = this;
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
      kernelInitializer: serialized(kernel),
      biasInitializer: serialized(bias),
      seed: this.#seed,
    };
  }
}
registerLayer(MultiHeadAttention);

/** `[batch, steps, features]` projected to `[batch * h, steps, width]`. */
function toHeads(x: tf.Tensor3D, { kernel, bias }: Projection): tf.Tensor3D {
  const [batch, steps, features] = x.shape;
  const [, heads, width] = kernel.shape as number[];
  const flat = x.reshape([batch * steps, features]);
  const projected = flat.matMul(
    kernel.read().reshape([features, heads * width]),
  );
  const biased = bias
    ? projected.add(bias.read().reshape([heads * width]))
    : projected;
  return biased.reshape([batch, steps, heads, width])
    .transpose([0, 2, 1, 3]).reshape([batch * heads, steps, width]);
}

/** A projection per head with its bias as a last row: `[h, features + 1, width]`. */
function augmented({ kernel, bias }: Projection): tf.Tensor3D {
  const perHead = kernel.read().transpose([1, 0, 2]);
  const [heads, , width] = perHead.shape as number[];
  const last = bias
    ? bias.read().reshape([heads, 1, width])
    : tf.zeros([heads, 1, width]);
  return tf.concat([perHead, last], 1) as tf.Tensor3D;
}

/** Features with a constant 1 after them, which takes up a bias. */
function withOne(x: tf.Tensor3D): tf.Tensor3D {
  const [batch, steps] = x.shape;
  return tf.concat([x, tf.ones([batch, steps, 1])], 2) as tf.Tensor3D;
}

/** The same for each head: `[batch * h, steps, width]`. */
function repeatHeads(x: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [batch, steps, width] = x.shape;
  return x.reshape([batch, 1, steps, width]).tile([1, heads, 1, 1])
    .reshape([batch * heads, steps, width]) as tf.Tensor3D;
}

/** Queries and keys of `features + 1` whose products are those of the heads. */
function foldKeys(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  queries: Projection,
  keys: Projection,
): [tf.Tensor3D, tf.Tensor3D] {
  const products = tf.matMul(augmented(queries), augmented(keys), false, true);
  const [heads, rows, columns] = products.shape;
  const [batch, steps] = query.shape;
  const folded = withOne(query).reshape([batch * steps, rows])
    .matMul(products.transpose([1, 0, 2]).reshape([rows, heads * columns]))
    .reshape([batch, steps, heads, columns])
    .transpose([0, 2, 1, 3]).reshape([batch * heads, steps, columns]);
  return [folded as tf.Tensor3D, repeatHeads(withOne(key), heads)];
}

/** Makes a {@linkcode MultiHeadAttention} layer. */
export function multiHeadAttention(
  args: MultiHeadAttentionArgs,
): MultiHeadAttention {
  return new MultiHeadAttention(args);
}
