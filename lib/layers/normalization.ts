/**
 * Normalization by means and variances that are known before training.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkLayerArgs } from "./layer_args.ts";
import {
  className,
  defaultName,
  type LayerArgs,
  onlyTensor,
  registerLayer,
} from "./register_layer.ts";

/** Arguments of {@linkcode Normalization}, which are those of Keras. */
export interface NormalizationArgs extends LayerArgs {
  /** Axes that have a mean of their own; -1, each feature. Null: one for all. */
  axis?: number | number[] | null;
  /** The means; with `variance`, else `adapt()` finds both. */
  mean?: number | number[] | null;
  variance?: number | number[] | null;
  /** Whether it goes back from normalized values; false. */
  invert?: boolean;
}

/** Keras's least standard deviation. */
const LEAST_DEVIATION = 1e-7;

/**
 * Takes means off and divides by standard deviations: `(x - mean) /
 * sqrt(variance)`. They are given, loaded from Keras or found by `adapt()`, and
 * never trained; before that nothing is changed.
 */
export class Normalization extends tf.layers.Layer {
  static className: string = className("Normalization");
  readonly axis: number[];
  readonly invert: boolean;
  readonly #given: { mean: number[]; variance: number[] } | undefined;
  /** Where it was not given them: means, variances and, as Keras, a count. */
  #mean: tf.LayerVariable | undefined;
  #variance: tf.LayerVariable | undefined;

  /** @throws {TypeError} If only one of `mean` and `variance` is given. */
  constructor(args: NormalizationArgs = {}) {
    super({ ...args, name: args.name ?? defaultName("Normalization") });
    this.supportsMasking = true;
    const { axis = -1, mean, variance, invert = false } = args;
    this.axis = [axis ?? []].flat();
    for (const [what, given] of Object.entries({ axis, mean, variance })) {
      for (const number of [given ?? []].flat(Infinity as 1)) {
        if (Number.isFinite(number)) continue;
        throw new TypeError(
          `${what} of ${this.name} must be a number or an array of numbers, got ${number}`,
        );
      }
    }
    this.invert = invert;
    if ((mean == null) !== (variance == null)) {
      throw new TypeError(
        `${this.name} takes a mean and a variance, or none of them`,
      );
    }
    if (mean != null && variance != null) {
      this.#given = {
        mean: [mean].flat(Infinity) as number[],
        variance: [variance].flat(Infinity) as number[],
      };
    }
  }

  /** @throws {RangeError} If there is no such axis, or its size is not known. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = shapeOf(inputShape);
    const sizes = this.#kept(shape).map((axis) => shape[axis]);
    const count = sizes.reduce<number>((all, size) => all * (size ?? NaN), 1);
    if (Number.isNaN(count)) {
      throw new RangeError(
        `axis ${this.axis} of ${this.name} has no known size in [${shape}]`,
      );
    }
    for (const [name, { length }] of Object.entries(this.#given ?? {})) {
      if (length === count || length === 1) continue;
      throw new RangeError(
        `${name} of ${this.name} has ${length} numbers, its input ${count}`,
      );
    }
    if (!this.#given) {
      const zeros = tf.initializers.zeros();
      const made = (name: string, shape: tf.Shape, start = zeros) =>
        this.addWeight(name, shape, "float32", start, undefined, false);
      this.#mean = made("mean", sizes);
      this.#variance = made("variance", sizes, tf.initializers.ones());
      made("count", []);
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const kept = this.#kept(x.shape);
      const beside = x.shape.map((size, axis) =>
        kept.includes(axis) ? size : 1
      );
      const spread = (values: tf.Tensor) =>
        values.size === 1 ? values.reshape([]) : values.reshape(beside);
      const mean = spread(this.#mean?.read() ?? tf.tensor1d(this.#given!.mean));
      const deviation = spread(
        this.#variance?.read() ?? tf.tensor1d(this.#given!.variance),
      ).sqrt().maximum(LEAST_DEVIATION);
      const values = x.cast("float32");
      return this.invert
        ? values.mul(deviation).add(mean)
        : values.sub(mean).div(deviation);
    });
  }

  /**
   * Finds means and variances, in place of those it had.
   *
   * @param data Samples first, of the shape that the layer is called with.
   * @throws {TypeError} If it was given them, or `data` is no tensor.
   * @throws {RangeError} If there is no sample, or no axis to keep.
   */
  adapt(data: tf.Tensor): void {
    if (this.#given) {
      throw new TypeError(`${this.name} was given its mean and variance`);
    }
    if (!(data instanceof tf.Tensor)) {
      throw new TypeError(`adapt() of ${this.name} takes a tensor`);
    }
    if (data.size === 0) {
      throw new RangeError(`adapt() of ${this.name} got no values`);
    }
    if (!this.built) this.build(data.shape);
    tf.tidy(() => {
      const kept = this.#kept(data.shape);
      const others = data.shape.map((_, axis) => axis)
        .filter((axis) => !kept.includes(axis));
      const { mean, variance } = tf.moments(data.cast("float32"), others);
      this.#mean!.write(mean);
      this.#variance!.write(variance);
    });
  }

  /** The axes from 0, in their order. */
  #kept(shape: tf.Shape): number[] {
    return this.axis.map((axis) => {
      const found = axis < 0 ? axis + shape.length : axis;
      if (Number.isInteger(found) && found > 0 && found < shape.length) {
        return found;
      }
      throw new RangeError(
        `${this.name} has no axis ${axis} in [${shape}], or it is the batch's`,
      );
    }).sort((a, b) => a - b);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { axis, invert } = this;
    const { mean = null, variance = null } = this.#given ?? {};
    return { ...super.getConfig(), axis, invert, mean, variance };
  }
}
registerLayer(Normalization);

function shapeOf(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
  return Array.isArray(inputShape[0]) ? inputShape[0] : inputShape as tf.Shape;
}

/** Makes a {@linkcode Normalization} layer. */
export function normalization(args: NormalizationArgs = {}): Normalization {
  checkLayerArgs("normalization", args, {
    axis: true,
    invert: "boolean",
    mean: true,
    variance: true,
  });
  return new Normalization(args);
}
