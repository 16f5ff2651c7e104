/**
 * Which calls of layers lead to some outputs of a model, in order.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { isUnmasked, trainingOf } from "../layers/phase_of_calls.ts";

/** A symbolic tensor with the fields that tfjs' types hide. */
export type Symbolic = tf.SymbolicTensor & {
  readonly sourceLayer: Computing;
  readonly inputs: Symbolic[];
  readonly nodeIndex: number;
};

export interface Computing extends tf.layers.Layer {
  /** Whether its call takes a list of masks, one for each input. */
  readonly takesAllMasks?: boolean;
}

/** What is used of a model. */
export interface Container extends tf.layers.Layer {
  readonly inputs: tf.SymbolicTensor[];
  readonly outputs: tf.SymbolicTensor[];
}

/** One call of one layer, as it was made when the model was put together. */
export interface LayerCall {
  readonly layer: Computing;
  /** The phase that it was called with, whatever the model's is. */
  readonly training?: boolean;
  /** Whether it computes without the masks of its inputs. */
  readonly unmasked: boolean;
  readonly inputs: Symbolic[];
  readonly outputs: Symbolic[];
}

const plans = new WeakMap<Container, Map<string, LayerCall[]>>();

/** The calls that lead to some outputs, in order. */
export function planOf(
  model: Container,
  outputs: tf.SymbolicTensor[],
): LayerCall[] {
  const known = plans.get(model) ?? new Map<string, LayerCall[]>();
  plans.set(model, known);
  const key = [...model.inputs, ...outputs].map(({ id }) => id).join();
  const found = known.get(key);
  if (found) return found;

  const calls: LayerCall[] = [];
  const seen = new Set(model.inputs.map(({ id }) => id));
  // A stack of its own: hundreds of layers would overflow the language's.
  const stack = outputs.map((tensor) => ({
    tensor: tensor as Symbolic,
    ready: false,
  })).toReversed();
  while (stack.length > 0) {
    const { tensor, ready } = stack.pop()!;
    if (seen.has(tensor.id)) continue;
    if (!ready) {
      stack.push({ tensor, ready: true });
      // The last input first: the order in which tfjs computes, and with it
      // the order in which layers draw.
      for (const input of tensor.inputs) {
        stack.push({ tensor: input, ready: false });
      }
      continue;
    }
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex];
    const made = (node?.outputTensors as Symbolic[]) ?? [tensor];
    for (const { id } of made) seen.add(id);
    if (layer.getClassName() !== "InputLayer") {
      const training = node && trainingOf(node);
      const unmasked = node !== undefined && isUnmasked(node);
      const { inputs } = tensor;
      calls.push({ layer, training, unmasked, inputs, outputs: made });
    }
  }
  known.set(key, calls);
  return calls;
}
