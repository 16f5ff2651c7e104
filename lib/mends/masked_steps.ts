/**
 * The steps of training and of testing of a model whose losses and metrics
 * leave masked values out.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { requireKind } from "../options/require_kind.ts";
import type { CallArgs } from "../layers/register_layer.ts";
import type { Mask } from "./call_layer.ts";
import { epochMetricOf } from "./epoch_metric.ts";
import { type EpochPart, tellParts } from "./epoch_parts.ts";
import { recordingFor } from "./recorded_layers.ts";
import { lossWeights } from "./loss_weights_ignored.ts";
import { countingValues, maskedMean } from "./masked_mean.ts";
import type { Container } from "./plan_layers.ts";
import { type Cut, type CutValues, runFromCut } from "./run_from_cut.ts";
import { type Computed, runLayers } from "./run_layers.ts";
import { trainNothing } from "./weights_thawed_late.ts";

type LossOrMetric = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/** What is used of a compiled model. */
export interface Model extends Container {
  readonly outputNames: string[];
  readonly lossFunctions: LossOrMetric[];
  readonly metricsTensors: [LossOrMetric, number][];
  readonly optimizer_: tf.Optimizer;
  testFunction: (data: tf.Tensor[]) => tf.Scalar[];
  calculateLosses(): tf.Scalar[];
  makeTrainFunction(): (data: tf.Tensor[]) => tf.Scalar[];
  makeTestFunction(): void;
  predictLoop(
    inputs: tf.Tensor | tf.Tensor[],
    batchSize?: number,
    verbose?: boolean,
  ): tf.Tensor | tf.Tensor[];
  execute(
    inputs: tf.Tensor | tf.Tensor[] | tf.NamedTensorMap,
    outputs: string | string[],
  ): tf.Tensor | tf.Tensor[];
  retrieveSymbolicTensors(names: string[]): tf.SymbolicTensor[];
}

/** What a step is made of. */
export interface Step {
  /** What it is computed from. */
  readonly values: tf.Tensor[];
  readonly compute: (args: CallArgs) => Computed;
  readonly targets: tf.Tensor[];
  /** Of samples, one tensor for each output; may be shorter. */
  readonly weights: (tf.Tensor | undefined)[];
}

export function stepOf(model: Model, data: tf.Tensor[]): Step {
  const from = model.inputs.length;
  const to = from + model.outputs.length;
  const inputs = data.slice(0, from);
  return {
    values: inputs,
    compute: (args) => runLayers(model, inputs, [], args),
    targets: data.slice(from, to),
    weights: data.slice(to),
  };
}

/** What a step that begins within the model is given. */
export interface DataFromCut extends CutValues {
  /** One for each output, as tfjs' `standardizeUserData` makes them. */
  readonly targets: tf.Tensor[];
  /** Of samples, one tensor for each output, or none. */
  readonly weights: tf.Tensor[];
}

/** A step of training that begins at a cut: the losses, the total first. */
export function trainFromCut(
  model: Model,
  cut: Cut,
  data: DataFromCut,
): tf.Scalar[] {
  const compute = (args: CallArgs) => runFromCut(model, cut, data, args);
  return trainStep(model, { ...data, compute });
}

/** The losses of a batch that begins at a cut, without training on it. */
export function testFromCut(
  model: Model,
  cut: Cut,
  data: DataFromCut,
): tf.Scalar[] {
  const compute = (args: CallArgs) => runFromCut(model, cut, data, args);
  return testStep(model, { ...data, compute });
}

/** tfjs' loss of sparse labels takes whole numbers as floats only. */
function labels(loss: LossOrMetric, target: tf.Tensor): tf.Tensor {
  return loss.name.startsWith("sparseCategoricalCrossentropy")
    ? target.cast("float32")
    : target;
}

/** The total loss, and what the batch adds to all that is shown beside it. */
function losses(
  model: Model,
  { targets, weights }: Step,
  { outputs, masks }: Computed,
): { total: tf.Scalar; parts: EpochPart[] } {
  const means = model.lossFunctions.map((loss, i) => {
    if (!loss) {
      throw new RangeError(
        `compile was given no loss for the output ${
          model.outputNames[i]
        }; give one, and lossWeights of 0 if it is not to count`,
      );
    }
    const values = loss(labels(loss, targets[i]), outputs[i]);
    const owner = `the loss of ${model.outputNames[i]}`;
    requireKind(owner, "The result", values, "tensor");
    return maskedMean(values, masks[i], weights[i]);
  });
  const shares = lossWeights(model);
  const weighted = shares ? means.map((one, i) => one.mul(shares[i])) : means;
  const total = [...weighted, ...model.calculateLosses()]
    .reduce((sum, one) => tf.add(sum, one)) as tf.Scalar;
  const samples = outputs[0].shape[0]!;
  const parts = model.metricsTensors.map(([metric, at], i): EpochPart =>
    // The first are the losses of the outputs, where there are several.
    outputs.length > 1 && i < outputs.length
      ? { mean: means[i].clone(), weight: samples }
      : partOf(metric, targets[at], outputs[at], masks[at])
  );
  return { total, parts: [{ mean: total, weight: samples }, ...parts] };
}

/** What a batch adds to a metric. */
function partOf(
  metric: LossOrMetric,
  target: tf.Tensor,
  output: tf.Tensor,
  mask: Mask,
): EpochPart {
  const ofEpoch = epochMetricOf(metric);
  if (ofEpoch) {
    const counts = ofEpoch.counts(
      target,
      output,
      countingValues(output, mask),
    );
    return { metric: ofEpoch, counts };
  }
  const values = metric(target, output);
  const owner = `the metric ${metric.name || "without a name"}`;
  requireKind(owner, "The result", values, "tensor");
  return {
    mean: maskedMean(values, mask),
    weight: countingValues(values, mask)?.sum() ?? output.shape[0]!,
  };
}

/** The values of a batch by itself, but for the first, the total loss. */
function shownOf(parts: EpochPart[]): tf.Scalar[] {
  return parts.slice(1).map((part) =>
    "counts" in part ? part.metric.value(part.counts) : part.mean
  );
}

export function trainStep(model: Model, step: Step): tf.Scalar[] {
  const shown: tf.Scalar[] = [];
  // A layer that is reached twice would be stepped twice.
  const trained = new Set(
    model.trainableWeights.map((weight) => weight.read() as tf.Variable),
  );
  const loss = () => {
    const computed = recordingFor(
      trained,
      step.values,
      () => step.compute({ training: true }),
    );
    const { total, parts } = losses(model, step, computed);
    shown.push(...shownOf(parts).map((one) => tf.keep(one)));
    tellParts(model, parts);
    return total;
  };
  try {
    if (trained.size === 0) return trainNothing(model, loss, shown);
    const total = model.optimizer_.minimize(loss, true, [...trained])!;
    return [total, ...shown];
  } catch (error) {
    tf.dispose(shown);
    throw error;
  }
}

export function testStep(model: Model, step: Step): tf.Scalar[] {
  const computed = step.compute({});
  const { total, parts } = losses(model, step, computed);
  tellParts(model, parts);
  return [total, ...shownOf(parts)];
}
