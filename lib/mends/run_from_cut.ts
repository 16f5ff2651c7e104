/**
 * Computes a model from tensors within it on.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { CallArgs } from "../layers/register_layer.ts";
import type { Mask } from "./call_layer.ts";
import type { Container } from "./plan_layers.ts";
import { type Computed, runLayers } from "./run_layers.ts";

/**
 * Tensors within a model at which its computation may begin, in the place of
 * its inputs: each way to the outputs leads through one of them.
 */
export interface Cut {
  readonly tensors: readonly tf.SymbolicTensor[];
  /** Whether each of them comes with a mask. */
  readonly isMasked: readonly boolean[];
}

/** Values of the tensors of a cut. */
export interface CutValues {
  readonly values: tf.Tensor[];
  readonly masks: Mask[];
}

/**
 * Runs the layers after a cut.
 *
 * @param args What each layer is told besides its mask: the phase.
 */
export function runFromCut(
  { outputs }: Container,
  cut: Cut,
  { values, masks }: CutValues,
  args: CallArgs = {},
): Computed {
  let head = heads.get(cut);
  // Within a model values are not cast, so no type is given.
  const inputs = () => cut.tensors.map(({ id }) => ({ id, dtype: null }));
  if (!head) heads.set(cut, head = { inputs: inputs() });
  return runLayers(head as Container, values, masks, args, outputs);
}

/** What stands for a model that begins at a cut. */
const heads = new WeakMap<Cut, { inputs: object[] }>();
