/** Inputs of a model that is computed in part. */

import * as tf from "@tensorflow/tfjs";
import type { Container } from "../mends/plan_layers.ts";
import type { Tensors } from "./batches.ts";

/** A functional model, or a sequential one that is built. */
export interface FeatureModel extends Container {
  readonly inputNames: string[];
}

/**
 * Inputs in the model's order; they stay the caller's.
 *
 * @throws {RangeError} If they are of another number or shape, or have no
 * samples or not the same.
 */
export function inputsOf(model: FeatureModel, data: Tensors): tf.Tensor[] {
  const { inputNames, inputs } = model;
  const given = data instanceof tf.Tensor
    ? [data]
    : Array.isArray(data)
    ? data
    : inputNames.map((name) => data[name]);
  const fits = given.length === inputs.length &&
    given.every((tensor, i) =>
      tensor instanceof tf.Tensor &&
      tensor.rank === inputs[i].shape.length &&
      tensor.shape.every((size, axis) =>
        axis === 0
          ? size === given[0].shape[0] && size > 0
          : size === (inputs[i].shape[axis] ?? size)
      )
    );
  if (fits) return given;
  const shape = (tensor: { shape: tf.Shape } | undefined) =>
    tensor?.shape ? `[${tensor.shape.map((size) => size ?? "any")}]` : "none";
  throw new RangeError(
    `${model.name} takes ${
      inputs.map((input, i) => `${inputNames[i]} ${shape(input)}`).join(", ")
    }, with the same samples, got ${given.map(shape).join(", ") || "none"}`,
  );
}
