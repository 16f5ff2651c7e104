/**
 * Trap of tfjs 4.22: a stateful recurrent layer keeps its states of all steps
 * of training until its `resetStates()`, though a gradient needs those of its
 * own step alone.
 *
 * Here a step disposes of those of the steps before it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { tfjsClass } from "./tfjs_class.ts";
import { engineState } from "./engine_state.ts";

/** What is used of a recurrent layer. */
interface Stateful {
  /** What the states were before each call in training; undefined if none. */
  keptStates?: tf.Tensor[][];
  resetStates(states?: tf.Tensor | tf.Tensor[], training?: boolean): void;
}

/** On which tape a layer was called last, which is how steps are told apart. */
const tapes = new WeakMap<Stateful, WeakRef<object>>();

export function statesOfEarlierSteps(): void {
  // ConvLSTM2D's class has a method of its own.
  const convolutional = Object.getPrototypeOf(
    tfjsClass("ConvLSTM2D").prototype,
  );
  for (const prototype of [tf.RNN.prototype, convolutional]) {
    const { resetStates } = prototype;
    prototype.resetStates = function (
      this: Stateful,
      ...args: [
        (tf.Tensor | tf.Tensor[])?,
        boolean?,
      ]
    ) {
      const [, training] = args;
      if (training) forgetEarlierStates(this);
      resetStates.apply(this, args);
    };
  }
}

function forgetEarlierStates(layer: Stateful): void {
  const { activeTape } = engineState();
  if (activeTape && tapes.get(layer)?.deref() === activeTape) return;
  if (activeTape) tapes.set(layer, new WeakRef(activeTape));
  tf.dispose(layer.keptStates?.splice(0) ?? []);
}
