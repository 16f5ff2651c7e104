/**
 * Keras's EinsumDense.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { className, onlyTensor, registerLayer } from "../register_layer.ts";
import type { Convolution } from "./built_in_convolutions.ts";
import { einsum, withoutCapitals } from "./einsum.ts";

interface Args {
  /** Such as `"abc,cd->abd"`: input, kernel and output. */
  equation: string;
  /** Sizes of the output's axes after the batch; null for those of the input. */
  outputShape: (number | null)[];
  /** The axes of the output that the bias has. */
  biasAxes?: string | null;
}

type Weighted =
  & Pick<Convolution, "kernel" | "bias" | "activation">
  & {
    [
      Part in `${"kernel" | "bias"}${
        | "Initializer"
        | "Regularizer"
        | "Constraint"}`
    ]: never;
  };

const BuiltInDense = tf.layers.dense({ name: "built_in", units: 1 })
  .constructor as
    & Pick<typeof tf.layers.Layer, "fromConfig">
    & (new (args: object) => tf.layers.Layer & Weighted);

/** A dense layer along the axes that an equation names. */
export class EinsumDense extends BuiltInDense {
  static className: string = className("EinsumDense");
  readonly #args: Args;

  constructor(args: Args) {
    const { equation, outputShape, biasAxes, ...rest } = args;
    super({ ...rest, units: 1 });
    // As in Keras, whose layer is not a Dense.
    this.supportsMasking = false;
    // One alphabet for both.
    const [plain, axes] = withoutCapitals(`${equation}|${biasAxes ?? ""}`)
      .split("|");
    this.#args = { equation: plain, outputShape, biasAxes: axes || null };
  }

  /** Where each axis of the kernel or the bias gets its size. */
  #sizes(inputShape: tf.Shape): Map<string, number | null> {
    const { equation, outputShape } = this.#args;
    const [input, , output] = equation.split(/,|->/);
    const sizes = new Map<string, number | null>();
    const [batch] = inputShape;
    const given = [batch, ...[outputShape].flat()];
    // From both ends up to an ellipsis.
    const put = (axes: string, shape: tf.Shape) => {
      const [left, right = ""] = axes.split("...");
      [...left].forEach((axis, i) => set(axis, shape[i]));
      [...right].reverse().forEach((axis, i) => set(axis, shape.at(-1 - i)));
    };
    const set = (axis: string, size: number | null | undefined) => {
      if (size != null || !sizes.has(axis)) sizes.set(axis, size ?? null);
    };
    put(output, given);
    put(input, inputShape);
    return sizes;
  }

  /** @throws {RangeError} If the size of an axis of the kernel is not known. */
  override build(inputShape: tf.Shape): void {
    const { equation, biasAxes } = this.#args;
    const [, kernel, output] = equation.split(/,|->/);
    const sizes = this.#sizes(inputShape);
    const sizeOf = (axis: string) => {
      const size = sizes.get(axis);
      if (typeof size === "number") return size;
      throw new RangeError(
        `The axis ${axis} of ${this.name}'s "${equation}" has no known size`,
      );
    };
    this.kernel = this.addWeight(
      "kernel",
      [...kernel].map(sizeOf),
      "float32",
      this.kernelInitializer,
      this.kernelRegularizer,
      true,
      this.kernelConstraint,
    );
    const first = [...output].findIndex((axis) => biasAxes?.includes(axis));
    this.bias = first < 0 ? null : this.addWeight(
      "bias",
      [...output].slice(first)
        .map((axis) => biasAxes!.includes(axis) ? sizeOf(axis) : 1),
      "float32",
      this.biasInitializer,
      this.biasRegularizer,
      true,
      this.biasConstraint,
    );
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const { equation } = this.#args;
    const [input, , output] = equation.split(/,|->/);
    const sizes = this.#sizes(inputShape);
    const named = input.replace("...", "").length;
    const at = input.indexOf("...");
    const free = at < 0
      ? []
      : inputShape.slice(at, at + inputShape.length - named);
    const [left, right = ""] = output.split("...");
    const shapeOf = (axes: string) =>
      [...axes].map((axis) => sizes.get(axis) ?? null);
    return [...shapeOf(left), ...free, ...shapeOf(right)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const product = einsum(
        this.#args.equation,
        onlyTensor(inputs),
        this.kernel!.read(),
      );
      const biased = this.bias ? product.add(this.bias.read()) : product;
      return this.activation?.apply(biased) ?? biased;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { units: _, ...config } = super.getConfig();
    return { ...config, ...this.#args };
  }
}
registerLayer(EinsumDense);
