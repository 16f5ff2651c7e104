/**
 * The phase that a layer was called with when a model was put together, as in
 * `base.apply(input, { training: false })`.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** A call of a layer, as tfjs keeps it. */
interface Call {
  readonly callArgs?: { training?: unknown; mask?: unknown } | null;
}

/** The phase of a call; undefined where it is the model's. */
export function trainingOf(call: object): boolean | undefined {
  const training = (call as Call).callArgs?.training;
  return typeof training === "boolean" ? training : undefined;
}

/** Whether a call was given no mask on purpose, as `{ mask: null }`. */
export function isUnmasked(call: object): boolean {
  return (call as Call).callArgs?.mask === null;
}

/**
 * The phase that all calls of a layer were made with; undefined where they
 * differ or one has the model's.
 *
 * @param ancestors What the layer lies in: a model's phase is that of its
 *   layers.
 */
export function phaseOfCalls(
  layer: tf.layers.Layer,
  ancestors: readonly tf.layers.Layer[] = [],
): boolean | undefined {
  for (const one of [layer, ...ancestors.toReversed()]) {
    // The first node of a model is what it is made of, no call.
    const calls = one.inboundNodes.slice("layers" in one ? 1 : 0);
    const phases = new Set(calls.map(trainingOf));
    const [phase] = phases;
    if (phases.size === 1 && phase !== undefined) return phase;
  }
  return undefined;
}
