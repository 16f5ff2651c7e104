/**
 * One call of one layer, with the masks that are of its inputs.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { requireKind } from "../options/require_kind.ts";
import type { CallArgs } from "../layers/register_layer.ts";
import type { Computing } from "./plan_layers.ts";

/** A mask, or none. */
export type Mask = tf.Tensor | null | undefined;

/** Receives the masks of the outputs of the model that is called next. */
let waiting: { masks: Mask[] } | undefined;

/** What waits for the masks of the model that is being called, if it does. */
export function takeWaiting(): { masks: Mask[] } | undefined {
  const found = waiting;
  waiting = undefined;
  return found;
}

/** Layers that change each value by itself, but in tfjs lose the mask. */
const PASS_MASKS_ON = [
  "ELU",
  "LeakyReLU",
  "Rescaling",
  "Softmax",
  "ThresholdedReLU",
];

/**
 * One call, with the masks that are of these inputs and no others.
 *
 * @param unmasked Whether it computes without them, and only passes them on.
 */
export function callLayer(
  layer: Computing,
  inputs: tf.Tensor[],
  masks: Mask[],
  args: CallArgs,
  unmasked = false,
): { results: tf.Tensor[]; masks: Mask[] } {
  // Layers write into their arguments (a recurrent one its initial state), so
  // each gets its own.
  const own: Record<string, unknown> = { ...args };
  delete own.mask;
  const isModel = "outputs" in layer;
  const isMasked = masks.some((mask) => mask != null);
  if (isMasked && !unmasked) {
    own.mask = layer.takesAllMasks || isModel ? masks : masks[0];
  }
  const answer = { masks: [] as Mask[] };
  if (isModel) waiting = answer;
  const results = [layer.apply(inputs, own)].flat() as tf.Tensor[];
  waiting = undefined;
  for (const result of results) {
    requireKind(`call() of ${layer.name}`, "The result", result, "tensor");
  }
  if (isModel) return { results, masks: answer.masks };
  if (PASS_MASKS_ON.includes(layer.getClassName())) return { results, masks };
  if (!layer.supportsMasking) return { results, masks: [] };
  const made = layer.computeMask(inputs, masks as tf.Tensor[]) as Mask | Mask[];
  return { results, masks: [made].flat() };
}
