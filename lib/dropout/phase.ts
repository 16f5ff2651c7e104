/**
 * In which phase each layer runs: training or inference, whatever `trainable`
 * says and whatever `fit` or `predict` ask for.
 *
 * The phase is an argument of a layer's `call`. It is replaced there, so it
 * holds for tfjs' own layers too, in wrappers and nested models, and through
 * any number of fits. What a layer makes of its phase is its own affair: this
 * library's BatchNormalization, as Keras', infers in training while frozen.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { during } from "../random/during.ts";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import type { CallArgs } from "../layers/register_layer.ts";
import "../mends/install_mends.ts";
import { learningPhase } from "../mends/no_learning_phase.ts";
import { ownCalls } from "../mends/recorded_layers.ts";

/** What a layer does: drop and use the batch's statistics, or neither. */
export type Phase = "training" | "inference";

/**
 * The phase of all layers, or of some by filter. Layers that no filter means
 * run in the phase that the model asks for.
 */
export type PhasePlan =
  | Phase
  | { training?: LayerFilter; inference?: LayerFilter };

/** What was asked for a layer, the innermost `withPhase` last. */
const asked = new WeakMap<tf.layers.Layer, { phase: Phase }[]>();

function choose(layer: tf.layers.Layer, phase: Phase): () => void {
  const entry = { phase };
  const stack = asked.get(layer) ?? [];
  if (stack.length === 0) {
    asked.set(layer, stack);
    replaceCall(layer, stack);
  }
  stack.push(entry);
  return () => {
    stack.splice(stack.indexOf(entry), 1);
    // Uncovers the method of the class.
    if (stack.length === 0) delete (layer as Partial<tf.layers.Layer>).call;
  };
}

function replaceCall(layer: tf.layers.Layer, stack: { phase: Phase }[]): void {
  const call = layer.call;
  layer.call = (inputs: tf.Tensor | tf.Tensor[], args: CallArgs) => {
    const training = stack.at(-1)!.phase === "training";
    return call.call(layer, inputs, { ...args, training });
  };
  if (call === Object.getPrototypeOf(layer).call) ownCalls.add(layer.call);
}

/** Whether a layer computes as in training where its model trains. */
export function runsInTraining(layer: tf.layers.Layer): boolean {
  const phase = asked.get(layer)?.at(-1)?.phase;
  return phase ? phase === "training" : learningPhase.value !== 0;
}

/**
 * Runs `act` with layers of a model in phases of their own.
 *
 * Ends when `act` returns, throws or its promise settles, and when its cell is
 * stopped. Of two plans for one layer the inner one holds.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { withPhase } from "thaw";
 *
 * const frozen = tf.layers.dropout({ rate: 0.5, name: "frozen", inputShape: [4] });
 * const model = tf.sequential({ layers: [frozen, tf.layers.dense({ units: 1 })] });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * await withPhase(model, { inference: "frozen" }, () =>
 *   model.fit(tf.ones([2, 4]), tf.ones([2, 1]), { verbose: 0 })); // drops nothing
 * ```
 *
 * @param model The model whose layers are meant, nested ones included.
 * @param plan A phase for all, or filters for each phase.
 * @returns What `act` returns.
 * @throws {RangeError} If a filter means no layer, two mean the same one, or
 * the plan names no phase.
 */
export function withPhase<T>(
  model: tf.layers.Layer,
  plan: PhasePlan,
  act: () => T,
): T {
  requireKind("withPhase", "act", act, "function");
  const phases = new Map<tf.layers.Layer, Phase>();
  for (const [phase, filter] of wantedBy(plan)) {
    for (const { layer, path } of selectLayers(model, filter)) {
      if (phases.has(layer)) {
        throw new RangeError(`The plan puts ${path} in both phases`);
      }
      phases.set(layer, phase);
    }
  }
  const undo = [...phases].map(([layer, phase]) => choose(layer, phase));
  return during(() => undo.forEach((one) => one()), act);
}

const PHASES: readonly Phase[] = ["training", "inference"];

/** The phases of a plan with their filters; none means all layers. */
function wantedBy(plan: PhasePlan): [Phase, LayerFilter | undefined][] {
  const given = typeof plan === "string"
    ? { [plan]: undefined }
    : plan as Partial<Record<Phase, LayerFilter>>;
  const names = Object.keys(given ?? {}) as Phase[];
  if (names.length === 0 || !names.every((name) => PHASES.includes(name))) {
    throw new RangeError(
      `A phase is training or inference, got ${JSON.stringify(plan)}`,
    );
  }
  return names.map((name) => [name, given[name]]);
}

/**
 * Fixes the phase of all models, as `keras.backend.set_learning_phase` did: 1
 * makes `predict` drop, 0 keeps `fit` from dropping. `withPhase` goes before.
 *
 * @param phase 1 for training, 0 for inference, null for what models ask for.
 * @throws {RangeError} If it is none of the three.
 */
export function setLearningPhase(phase: 0 | 1 | null): void {
  if (phase !== 0 && phase !== 1 && phase !== null) {
    throw new RangeError(`Learning phase must be 0, 1 or null, got ${phase}`);
  }
  learningPhase.value = phase;
}

/** The phase fixed by {@linkcode setLearningPhase}; null if none is. */
export function getLearningPhase(): 0 | 1 | null {
  return learningPhase.value;
}
