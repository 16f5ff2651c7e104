/**
 * Predictions with dropout left on: the spread over many passes as a measure
 * of what the model does not know.
 *
 * @see Gal and Ghahramani, "Dropout as a Bayesian Approximation", ICML 2016.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { droppingRate } from "../layers/dropping_rate.ts";
import { during } from "../random/during.ts";
import { selectLayers } from "../layers/layer_filter.ts";
import { drawsMasks, type MaskDrawer } from "../layers/mask_drawer.ts";
import type { PlacedLayer } from "../layers/walk_layers.ts";
import { requireKind } from "../options/require_kind.ts";
import { checkOptions } from "../options/check_options.ts";
import { withPhase } from "./phase.ts";

/** How to sample; all fields may be left out. */
export interface MonteCarloArgs {
  /** Number of passes, at least 2; 50. */
  passes?: number;
  /**
   * `sample`: each sample of the input has its own masks in each pass;
   * `pass`: all samples of a pass go through the same thinned network.
   */
  masks?: "sample" | "pass";
  /** Samples computed at a time; 32. */
  batchSize?: number;
}

/** What the passes gave for one output. */
export interface OutputSpread {
  /** Mean over the passes, of the output's shape `[samples, ...]`. */
  readonly mean: tf.Tensor;
  /** Variance over the passes (divided by their number), of the same shape. */
  readonly variance: tf.Tensor;
  /**
   * Entropy in nats of the mean as a distribution, without the output's last
   * axis. An output of one unit is read as the probability of one of two
   * classes. Has a meaning only where outputs are probabilities.
   */
  readonly entropy: tf.Tensor;
}

/**
 * What the passes gave. Its own `mean`, `variance` and `entropy` are those of
 * the only output; of several outputs, reading them throws a `RangeError`. The
 * tensors are the caller's to dispose of: `tf.dispose(result)`.
 */
export interface MonteCarlo extends OutputSpread {
  /** Number of passes. */
  readonly passes: number;
  /** One for each output, in the model's order. */
  readonly outputs: readonly (OutputSpread & { readonly name: string })[];
}

class MonteCarloResult implements MonteCarlo {
  constructor(
    readonly passes: number,
    readonly outputs: MonteCarlo["outputs"],
  ) {}

  get mean(): tf.Tensor {
    return this.#only().mean;
  }

  get variance(): tf.Tensor {
    return this.#only().variance;
  }

  get entropy(): tf.Tensor {
    return this.#only().entropy;
  }

  #only(): OutputSpread {
    const [only, ...more] = this.outputs;
    if (more.length === 0) return only;
    const names = this.outputs.map(({ name }) => name).join(", ");
    throw new RangeError(
      `There are several outputs: ${names}; take one of them, as outputs[0].mean`,
    );
  }
}

/** Whether a layer can give all samples of a batch the same mask. */
function sharesMasks(
  layer: tf.layers.Layer,
): layer is tf.layers.Layer & MaskDrawer {
  return drawsMasks(layer) && "sharedMask" in layer;
}

function drops({ layer }: PlacedLayer): boolean {
  return droppingRate(layer) > 0;
}

/**
 * Predicts many times with dropout active and everything else in inference:
 * BatchNormalization uses and keeps its moving averages.
 *
 * @param model A model that contains dropout.
 * @param x Its input, `[samples, ...]`, or an array of all its inputs.
 * @throws {RangeError} If the model has no dropout, there is no sample, there
 * are fewer than 2 passes, or masks are to be per pass and a layer can't share
 * them: attention.
 */
export function monteCarlo(
  model: tf.LayersModel,
  x: tf.Tensor | tf.Tensor[],
  args: MonteCarloArgs = {},
): MonteCarlo {
  requireKind("monteCarlo", "model", model, "model");
  checkOptions("monteCarlo", args, {
    batchSize: true,
    masks: true,
    passes: true,
  });
  const { passes = 50, masks = "sample", batchSize = 32 } = args;
  if (!(Number.isInteger(passes) && passes >= 2)) {
    throw new RangeError(
      `Passes must be an integer of 2 or more, got ${passes}`,
    );
  }
  if (masks !== "sample" && masks !== "pass") {
    throw new RangeError(`Masks must be per sample or pass, got ${masks}`);
  }
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new RangeError(
      `Batch size must be a positive integer, got ${batchSize}`,
    );
  }
  const inputs = [x].flat();
  checkInputs(model, inputs);
  const dropping = selectLayers(model).filter(drops);
  if (dropping.length === 0) {
    throw new RangeError(`${model.name} has no dropout: all passes are alike`);
  }
  if (masks === "pass") {
    for (const { layer, path } of dropping) checkShared(layer, path);
  }
  const layers = dropping.map(({ layer }) => layer)
    .filter(sharesMasks);
  const shared = layers.map(({ sharedMask }) => sharedMask);
  const restore = () =>
    layers.forEach((layer, i) => layer.sharedMask = shared[i]);
  const outputs = during(restore, () => {
    if (masks === "pass") layers.forEach((layer) => layer.sharedMask = true);
    return withPhase(model, { training: drops }, () =>
      tf.tidy(() => {
        const rewind = masks === "pass" ? layers : [];
        const all = Array.from(
          { length: passes },
          () => onePass(model, inputs, batchSize, rewind),
        );
        const outputs = model.outputNames.map((name, i) => ({
          name,
          ...summarize(all.map((outputs) => outputs[i])),
        }));
        return outputs;
      }));
  });
  return new MonteCarloResult(passes, outputs);
}

/** Refuses inputs that are no tensors, too few, or empty. */
function checkInputs(model: tf.LayersModel, inputs: tf.Tensor[]): void {
  for (const input of inputs) requireKind("monteCarlo", "x", input, "tensor");
  if (inputs.length !== model.inputs.length) {
    throw new RangeError(
      `${model.name} takes ${model.inputs.length} inputs, got ${inputs.length}`,
    );
  }
  const samples = inputs.map(({ shape }) => shape[0] ?? 0);
  if (!samples.every((count) => count > 0 && count === samples[0])) {
    throw new RangeError(
      `Inputs need samples along their first axis, all as many and at least 1; got shapes ${
        inputs.map(({ shape }) => `[${shape}]`).join(", ")
      }`,
    );
  }
}

/** Refuses layers that can't share a mask, where they have to. */
function checkShared(layer: tf.layers.Layer, path: string): void {
  if (sharesMasks(layer)) return;
  const name = layer.getClassName();
  throw new RangeError(
    `${path}, a ${name}, can't share a mask among samples`,
  );
}

/**
 * The outputs of all samples, computed batch by batch.
 *
 * @param rewound Layers that draw the same masks again for each batch.
 */
function onePass(
  model: tf.LayersModel,
  inputs: tf.Tensor[],
  batchSize: number,
  rewound: MaskDrawer[],
): tf.Tensor[] {
  return tf.tidy(() => {
    const steps = rewound.map(({ seedStream }) => seedStream.step);
    const samples = inputs[0].shape[0];
    const batches: tf.Tensor[][] = [];
    for (let start = 0; start < samples; start += batchSize) {
      rewound.forEach(({ seedStream }, i) => seedStream.step = steps[i]);
      const size = Math.min(batchSize, samples - start);
      const batch = inputs.map((input) => input.slice(start, size));
      batches.push([model.predictOnBatch(batch)].flat());
    }
    return model.outputs.map((_, i) => tf.concat(batches.map((b) => b[i])));
  });
}

/** Mean, variance and entropy of one output over the passes. */
function summarize(outputs: tf.Tensor[]): OutputSpread {
  const { mean, variance } = tf.moments(tf.stack(outputs), 0);
  const last = mean.rank - 1;
  const classes = mean.shape[last] === 1
    ? tf.concat([mean, tf.sub(1, mean)], last)
    : mean;
  // 0 log 0 counts as 0, its limit: the least positive float32 stands for 0 in
  // the logarithm.
  const entropy = classes.mul(classes.maximum(2 ** -126).log()).sum(last).neg();
  return { mean, variance, entropy };
}
