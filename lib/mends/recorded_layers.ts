/**
 * What a step of training need not record for its gradient: tfjs records frozen
 * layers, too, and keeps all that they give until the step's end.
 *
 * Here a step records from the first layer on that trains, and `run_layers.ts`
 * disposes of what comes before as soon as no later layer needs it. A layer of a
 * class that is neither of tfjs nor of this library is recorded: it may read any
 * variable. So is one with a state, which an earlier call may have computed from
 * what trains.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { Lambda } from "../layers/lambda.ts";
import { ownWeights } from "../layers/ordered_weights.ts";
import { withInner } from "../layers/walk_layers.ts";
import { engineState } from "./engine_state.ts";
import { isOfLibrary } from "./known_class.ts";

/** A step that takes gradients by some weights only. */
interface Step {
  /** Of the engine: whether a gradient is taken within the step. */
  readonly tape: unknown;
  readonly depth: number;
  readonly trained: ReadonlySet<tf.Tensor>;
  /** Values that no weight that trains has changed. */
  readonly fixed: WeakSet<tf.Tensor>;
}

let step: Step | undefined;

/**
 * Computes a model for a gradient by some variables.
 *
 * @param trained These variables.
 * @param inputs What the model is computed from, no matter how often.
 */
export function recordingFor<T>(
  trained: ReadonlySet<tf.Tensor>,
  inputs: tf.Tensor[],
  compute: () => T,
): T {
  const { activeTape: tape, gradientDepth: depth } = engineState();
  step = { tape, depth, trained, fixed: new WeakSet(inputs) };
  try {
    return compute();
  } finally {
    step = undefined;
  }
}

/**
 * The step that is recorded now. Stop leaves one that ended; its tape is none
 * of a later gradient.
 */
function current(): Step | undefined {
  const { activeTape, gradientDepth } = engineState();
  return step?.tape === activeTape && step?.depth === gradientDepth
    ? step
    : undefined;
}

/** Whether a value need not be recorded. */
export function isFixed(value: tf.Tensor): boolean {
  return current()?.fixed.has(value) ?? false;
}

/** Whether what a layer makes of some values need not be recorded. */
export function givesFixed(
  layer: tf.layers.Layer,
  values: tf.Tensor[],
): boolean {
  const now = current();
  if (!now || !values.every((value) => now.fixed.has(value))) return false;
  return withInner(layer).every((one) => readsNone(one, now.trained));
}

/** Computes without recording; what comes out is fixed. */
export function unrecorded<T>(
  run: () => T,
  tensorsOf: (made: T) => tf.Tensor[],
): T {
  const state = engineState();
  // As within a kernel, where nothing is recorded.
  state.kernelDepth++;
  try {
    const made = run();
    for (const tensor of tensorsOf(made)) step?.fixed.add(tensor);
    return made;
  } finally {
    state.kernelDepth--;
  }
}

/**
 * Whether a layer computes with no variable but those it holds itself, and none
 * of them trains. A user may have given it another layer's, to tie the two.
 */
function readsNone(
  layer: tf.layers.Layer,
  trained: ReadonlySet<tf.Tensor>,
): boolean {
  if (layer instanceof Lambda || layer.stateful) return false;
  const { trainable, state } = ownWeights(layer);
  return [layer, ...Object.values(layer), ...trainable, ...state].every(
    (part) => {
      if (part instanceof tf.LayerVariable) return !trained.has(part.read());
      if (!(part instanceof tf.serialization.Serializable)) return true;
      return isOfLibrary(part) && !isChanged(part);
    },
  );
}

/** Functions of this library in the place of a layer's `call`. */
export const ownCalls = new WeakSet<object>();

/** Whether a user has put a function of his own into a layer or its part. */
function isChanged(part: tf.serialization.Serializable): boolean {
  const { _callHook: hook, call } = part as {
    _callHook?: unknown;
    call?: object;
  };
  return Boolean(hook) || Object.hasOwn(part, "apply") ||
    Object.hasOwn(part, "call") && !ownCalls.has(call!);
}
