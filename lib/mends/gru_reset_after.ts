/**
 * Trap of tfjs 4.22: a GRU whose reset gate acts after the product is refused,
 * so that no GRU that Keras makes by default can be loaded.
 *
 * Here `resetAfter: true` computes as in Keras, with its bias of
 * `[2, 3 * units]`; without it a GRU is what it was.
 *
 * @see https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/rnn/gru.py
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { CallArgs } from "../layers/register_layer.ts";
import { during } from "../random/during.ts";
import type { GatedCell } from "./gate_by_gate.ts";
import { replaceFromConfig, tfjsClass } from "./tfjs_class.ts";

/** What is used of tfjs's cell. */
interface Cell extends tf.layers.Layer, GatedCell {
  resetAfter?: boolean;
  call(inputs: tf.Tensor[], args: CallArgs): tf.Tensor[];
}

type Args = Record<string, unknown> & { resetAfter?: boolean | null };
type AddWeight = (name: string, shape: number[], ...rest: unknown[]) => unknown;

export function gruResetAfter(): void {
  const { prototype } = tfjsClass("GRUCell") as { prototype: Cell };
  const { build, call, getConfig } = prototype;
  prototype.build = function (this: Cell, inputShape) {
    if (!this.resetAfter) return build.call(this, inputShape);
    const own = this as unknown as { addWeight?: AddWeight };
    const addWeight = own.addWeight!;
    // Biases of the inputs, then of the states.
    own.addWeight = (name, shape, ...rest) =>
      addWeight.call(
        this,
        name,
        name === "bias" ? [2, ...shape] : shape,
        ...rest,
      );
    return during(
      () => delete own.addWeight,
      () => build.call(this, inputShape),
    );
  };
  prototype.call = function (this: Cell, inputs, args) {
    if (!this.resetAfter) return call.call(this, inputs, args);
    return tf.tidy(() => step(this, inputs));
  };
  prototype.getConfig = function (this: Cell) {
    const config = getConfig.call(this);
    return this.resetAfter ? { ...config, resetAfter: true } : config;
  };
  takeResetAfter("GRUCell", "gruCell");
  takeResetAfter("GRU", "gru");
}

/** One step without dropout, which `recurrent_dropout.ts` adds. */
function step(cell: Cell, [x, h]: tf.Tensor[]): tf.Tensor[] {
  const [ofInput, ofState] = cell.bias
    ? tf.unstack(cell.bias.read())
    : [tf.scalar(0), tf.scalar(0)];
  const product = (of: tf.Tensor, by: tf.LayerVariable, bias: tf.Tensor) =>
    tf.split(
      tf.matMul(of as tf.Tensor2D, by.read() as tf.Tensor2D).add(bias),
      3,
      1,
    );
  const [xUpdate, xReset, xNew] = product(x, cell.kernel, ofInput);
  const [hUpdate, hReset, hNew] = product(h, cell.recurrentKernel, ofState);
  const update = cell.recurrentActivation.apply(xUpdate.add(hUpdate));
  const reset = cell.recurrentActivation.apply(xReset.add(hReset));
  const candidate = cell.activation.apply(xNew.add(reset.mul(hNew)));
  const next = update.mul(h).add(tf.sub(1, update).mul(candidate));
  return [next, next];
}

/** Keeps the argument from tfjs's constructor, and sets it on the cell. */
function takeResetAfter(className: string, factory: "gru" | "gruCell"): void {
  const set = (layer: tf.layers.Layer, args?: Args) => {
    const cell = (layer as unknown as { cell?: Cell }).cell ?? layer as Cell;
    if (args?.resetAfter) cell.resetAfter = true;
    return layer;
  };
  const without = (args: Args) => args && { ...args, resetAfter: false };
  const layers = tf.layers as unknown as Record<
    string,
    (args: Args) => tf.layers.Layer
  >;
  const make = layers[factory];
  layers[factory] = (args) => set(make(without(args)), args);
  replaceFromConfig(
    className,
    (shipped) => (cls, config, ...rest) =>
      set(shipped(cls, without(config), ...rest), config),
  );
}
