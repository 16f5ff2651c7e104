/**
 * A step of an LSTM or GRU whose gates each have a mask of their own, which
 * tfjs's cells, fused into one product, can't take.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is used of an LSTMCell or GRUCell. */
export interface GatedCell {
  readonly kernel: tf.LayerVariable;
  readonly recurrentKernel: tf.LayerVariable;
  readonly bias?: tf.LayerVariable | null;
  /** Of a GRU: whether its reset gate acts after the product. */
  readonly resetAfter?: boolean;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor };
  readonly recurrentActivation: { apply(x: tf.Tensor): tf.Tensor };
  getClassName(): string;
}

/**
 * @param inputs The step's input, then the states.
 * @param masks One for each gate, of inputs and of states; none drops nothing.
 * @returns The output, then the new states.
 */
export function gateByGate(
  cell: GatedCell,
  inputs: tf.Tensor[],
  masks: { inputs: tf.Tensor[]; states: tf.Tensor[] },
): tf.Tensor[] {
  const { activation, recurrentActivation, resetAfter } = cell;
  const [x, h, carry] = inputs;
  const gates = carry ? 4 : 3;
  const kernels = tf.split(cell.kernel.read(), gates, 1);
  const recurrent = tf.split(cell.recurrentKernel.read(), gates, 1);
  const [bias, stateBias] = resetAfter && cell.bias
    ? tf.unstack(cell.bias.read())
    : [cell.bias?.read()];
  const biases = bias ? tf.split(bias, gates) : [];
  const stateBiases = stateBias ? tf.split(stateBias, gates) : [];
  const ofInput = (gate: number) => {
    const dropped = masks.inputs.length > 0 ? x.mul(masks.inputs[gate]) : x;
    const product = tf.matMul(dropped as tf.Tensor2D, kernels[gate]);
    return biases.length > 0 ? product.add(biases[gate]) : product;
  };
  const droppedState = (gate: number) =>
    masks.states.length > 0 ? h.mul(masks.states[gate]) : h;
  const ofState = (gate: number, state: tf.Tensor = droppedState(gate)) => {
    const product = tf.matMul(state as tf.Tensor2D, recurrent[gate]);
    return stateBiases.length > 0 ? product.add(stateBiases[gate]) : product;
  };
  const open = (gate: number) =>
    recurrentActivation.apply(ofInput(gate).add(ofState(gate)));

  if (carry) {
    const [input, forget, output] = [open(0), open(1), open(3)];
    const candidate = activation.apply(ofInput(2).add(ofState(2)));
    const newCarry = forget.mul(carry).add(input.mul(candidate));
    const newState = output.mul(activation.apply(newCarry));
    return [newState, newState, newCarry];
  }
  const [update, reset] = [open(0), open(1)];
  const fromState = resetAfter
    ? reset.mul(ofState(2))
    : ofState(2, reset.mul(droppedState(2)));
  const candidate = activation.apply(ofInput(2).add(fromState));
  const newState = update.mul(h).add(tf.sub(1, update).mul(candidate));
  return [newState, newState];
}
