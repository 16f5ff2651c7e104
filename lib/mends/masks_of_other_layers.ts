/**
 * Trap of tfjs 4.22: a model hands each layer the mask of its first input, and
 * where that has none the mask (and the initial state) that an earlier layer
 * had. The steps that a mask leaves out count in the loss and the metrics all
 * the same. A nested model passes no mask on.
 *
 * Here each layer gets the masks of its own inputs, and the means of losses and
 * metrics leave masked steps out, as in Keras 3. On the way: `evaluate` of a
 * model with several outputs gives their total under `loss`, and no longer the
 * first one's; it counts regularization, as `fit` does.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { CallArgs } from "../layers/register_layer.ts";
import { type Model, stepOf, testStep, trainStep } from "./masked_steps.ts";
import type { Container } from "./plan_layers.ts";
import { callModel, runLayers } from "./run_layers.ts";

export function masksOfOtherLayers(): void {
  const model = tf.LayersModel.prototype as unknown as Model;
  const container = Object.getPrototypeOf(model) as Container;
  container.call = function (this: Container, inputs, args: CallArgs) {
    return callModel(this, [inputs].flat(), args ?? {});
  };
  model.makeTrainFunction = function () {
    return (data) => trainStep(this, stepOf(this, data));
  };
  model.makeTestFunction = function () {
    this.testFunction = (data) =>
      tf.tidy(() => testStep(this, stepOf(this, data)));
  };
  model.predictLoop = predictLoop;
  model.execute = execute;
}

function predictLoop(
  this: Model,
  inputs: tf.Tensor | tf.Tensor[],
  batchSize = 32,
  verbose = false,
): tf.Tensor | tf.Tensor[] {
  if (verbose) throw new RangeError("predict() has no verbose mode");
  return tf.tidy(() => {
    const given = [inputs].flat();
    const parts: tf.Tensor[][] = this.outputs.map(() => []);
    const samples = given[0].shape[0]!;
    for (let start = 0; start < samples; start += batchSize) {
      const size = Math.min(batchSize, samples - start);
      const outputs = tf.tidy(() =>
        runLayers(this, given.map((x) => x.slice(start, size)), []).outputs
      );
      outputs.forEach((output, i) => parts[i].push(output));
    }
    const whole = parts.map((part) => tf.concat(part));
    return whole.length === 1 ? whole[0] : whole;
  });
}

function execute(
  this: Model,
  inputs: tf.Tensor | tf.Tensor[] | tf.NamedTensorMap,
  outputs: string | string[],
): tf.Tensor | tf.Tensor[] {
  const names = [outputs].flat();
  if (names.length === 0) throw new RangeError("No outputs to compute");
  const wanted = this.retrieveSymbolicTensors(names);
  const given = inputs instanceof tf.Tensor ? [inputs] : inputs;
  const byName = Array.isArray(given)
    ? given
    : this.inputs.map(({ name }) => given[name]);
  const isWhole = byName.length === this.inputs.length &&
    byName.every((value) => value instanceof tf.Tensor);
  if (!isWhole) {
    throw new RangeError(
      `${this.name} takes ${
        this.inputs.map(({ name }) => name).join(", ")
      }, got ${
        Array.isArray(given)
          ? `${given.length} inputs`
          : Object.keys(given).join(", ") || "none"
      }`,
    );
  }
  const computed = tf.tidy(() =>
    runLayers(this, byName, [], {}, wanted).outputs
  );
  return Array.isArray(outputs) ? computed : computed[0];
}
