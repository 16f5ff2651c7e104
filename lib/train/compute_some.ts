/**
 * What a part of a model gives for some samples, and whether weights that train
 * have part in it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Container, LayerCall } from "../mends/plan_layers.ts";
import { recordingFor } from "../mends/recorded_layers.ts";
import { type Computed, runLayers } from "../mends/run_layers.ts";
import { thawedWeights } from "../mends/thawed_weights.ts";

/** What is computed, of what. */
export interface FeatureParts {
  /** The functional model inside a sequential one. */
  model: Container;
  /** One tensor for each input of the model; they stay the caller's. */
  inputs: tf.Tensor[];
  /** What is wanted. */
  tensors: readonly tf.SymbolicTensor[];
  /** The calls of layers that lead there, in order. */
  calls: readonly LayerCall[];
  /** Whether as in a step of training; else as at prediction. */
  training: boolean;
  batchSize: number;
  /** Who asks, for messages. */
  owner: string;
}

/** What some samples give. */
export interface Some extends Computed {
  /** Whether weights that train have part in it: a layer of the user's may. */
  readonly readsTrained: boolean;
}

/** The wanted tensors of some samples, for the caller to dispose of. */
export function computeSome(
  { model, inputs, training }: FeatureParts,
  tensors: readonly tf.SymbolicTensor[],
  samplesOf: (input: tf.Tensor) => tf.Tensor,
): Some {
  const trained = training && model.trainable
    ? thawedWeights(model).map((weight) => weight.read())
    : [];
  const run = () => {
    const given = inputs.map(samplesOf);
    const args = training ? { training } : {};
    const { outputs, masks } = recordingFor(
      new Set(trained),
      given,
      () => runLayers(model, given, [], args, [...tensors]),
    );
    // A layer may give what it got, and one tensor may be wanted twice.
    return {
      outputs: outputs.map((value) => tf.keep(value.clone())),
      masks: masks.map((mask) => mask && tf.keep(mask.clone())),
    };
  };
  let computed: Computed;
  const record = () => {
    computed = run();
    return tf.addN(computed.outputs.map((one) => one.cast("float32").sum()));
  };
  const readsTrained = tf.tidy(() => {
    if (!training) {
      computed = run();
      return false;
    }
    // While gradients are recorded tfjs fuses no operations, which may round
    // otherwise. A weight that has no part has no gradient.
    return tf.engine()
      .gradients(record, [tf.scalar(1), ...trained], undefined, true)
      .grads.some((gradient) => gradient != null);
  });
  return { ...computed!, readsTrained };
}

export function disposeOf({ outputs, masks }: Computed): void {
  tf.dispose([...outputs, ...masks] as tf.Tensor[]);
}
