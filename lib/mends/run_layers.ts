/**
 * Computes a model layer by layer, each layer with the masks of its own inputs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { CallArgs } from "../layers/register_layer.ts";
import { callLayer, type Mask, takeWaiting } from "./call_layer.ts";
import { givesFixed, isFixed, unrecorded } from "./recorded_layers.ts";
import { engineState } from "./engine_state.ts";
import { isTakingGradient } from "./is_taking_gradient.ts";
import { type Container, planOf } from "./plan_layers.ts";

/** What a model's outputs are, and what counts of each. */
export interface Computed {
  readonly outputs: tf.Tensor[];
  readonly masks: Mask[];
}

/**
 * Computes a model that is called as a layer. Where it lies in another one,
 * that one gets the masks of its outputs, too.
 */
export function callModel(
  model: Container,
  inputs: tf.Tensor[],
  args: CallArgs,
): tf.Tensor[] {
  const answer = takeWaiting();
  const masks = [args.mask ?? []].flat();
  if (!answer) {
    return tf.tidy(() => runLayers(model, inputs, masks, args).outputs);
  }
  const computed = tf.tidy(() =>
    // Both survive: tfjs' type of what a tidy returns knows no interfaces.
    runLayers(model, inputs, masks, args) as unknown as tf.TensorContainer
  ) as unknown as Computed;
  answer.masks = computed.masks;
  return computed.outputs;
}

/**
 * Runs a model's layers.
 *
 * What no later layer needs is disposed of at once, in training if it is not
 * recorded.
 *
 * @param inputs One tensor for each input of the model.
 * @param masks Their masks; may be shorter.
 * @param args What each layer is told besides its mask: the phase.
 * @param outputs Which tensors are wanted; the model's outputs unless given.
 */
export function runLayers(
  model: Container,
  inputs: tf.Tensor[],
  masks: Mask[],
  args: CallArgs = {},
  outputs: tf.SymbolicTensor[] = model.outputs,
): Computed {
  const calls = planOf(model, outputs);
  const values = new Map<number, { value: tf.Tensor; mask: Mask }>();
  const uses = countUses([
    ...calls.flatMap(({ inputs }) => inputs),
    // Whoever called this still needs these.
    ...model.inputs,
    ...outputs,
  ]);
  const left = new Map<tf.Tensor, number>();
  const take = ({ id }: tf.SymbolicTensor, value: tf.Tensor, mask: Mask) => {
    values.set(id, { value, mask });
    // Some tensors are two outputs: an LSTM's last step, and its state.
    left.set(value, (left.get(value) ?? 0) + (uses.get(id) ?? 0));
  };
  model.inputs.forEach((input, i) =>
    take(input, typed(inputs[i], input), masks[i])
  );
  // Whoever takes a gradient still needs what is recorded.
  const keepsRecorded = args.training || isTakingGradient();
  for (const { layer, training, unmasked, inputs, outputs: made } of calls) {
    const given = inputs.map(({ id, name }) => {
      const found = values.get(id);
      if (found) return found;
      throw new RangeError(
        `There is no value for ${name}, an input of ${layer.name}`,
      );
    });
    const tensors = given.map(({ value }) => value);
    const call = () =>
      callLayer(
        layer,
        tensors,
        given.map(({ mask }) => mask),
        training === undefined ? args : { ...args, training },
        unmasked,
      );
    const isGiven = givesFixed(layer, tensors);
    const { results, masks } = isGiven
      ? unrecorded(call, ({ results }) => results)
      : call();
    made.forEach((output, i) => take(output, results[i], masks[i]));
    if (keepsRecorded && !isGiven) continue;
    for (const tensor of tensors) {
      const after = left.get(tensor)! - 1;
      left.set(tensor, after);
      if (after === 0 && isMadeHere(tensor)) tensor.dispose();
    }
  }
  const wanted = outputs.map(({ id }) => values.get(id)!);
  return {
    outputs: wanted.map(({ value }) => value),
    masks: wanted.map(({ mask }) => mask),
  };
}

/** A model's input, of the type that the model takes. */
function typed(value: tf.Tensor, { dtype }: tf.SymbolicTensor): tf.Tensor {
  if (dtype == null || dtype === value.dtype) return value;
  const cast = () => value.cast(dtype);
  return isFixed(value) ? unrecorded(cast, (made) => [made]) : cast();
}

/** False of what a layer keeps and gives: its state, a weight, a constant. */
function isMadeHere(tensor: tf.Tensor): boolean {
  const { scopeId } = tensor as unknown as { scopeId?: number };
  const { activeScope } = engineState();
  return activeScope !== null && activeScope.id === scopeId;
}

function countUses(tensors: tf.SymbolicTensor[]): Map<number, number> {
  const uses = new Map<number, number>();
  for (const { id } of tensors) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}
