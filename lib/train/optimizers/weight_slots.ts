/**
 * What an optimizer keeps for each weight, such as its moments, by the weight's
 * name.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

export class WeightSlots {
  readonly #byWeight = new Map<string, Map<string, tf.Variable>>();

  /** A slot of a weight; zeros when it is first asked for. */
  get(weight: string, name: string, shape: number[]): tf.Variable {
    const slots = this.#byWeight.get(weight) ?? new Map<string, tf.Variable>();
    this.#byWeight.set(weight, slots);
    const slot = slots.get(name) ?? tf.variable(tf.zeros(shape), false);
    slots.set(name, slot);
    return slot;
  }

  /** All slots, in the order in which they were made, weight by weight. */
  get all(): { weight: string; name: string; tensor: tf.Variable }[] {
    return [...this.#byWeight].flatMap(([weight, slots]) =>
      [...slots].map(([name, tensor]) => ({ weight, name, tensor }))
    );
  }

  /** Sets the slots of this name to zeros, for all weights. */
  clear(name: string): void {
    for (const slots of this.#byWeight.values()) {
      const slot = slots.get(name);
      slot?.assign(tf.zerosLike(slot));
    }
  }

  /** Disposes of all slots; what is asked for later is new. */
  dispose(): void {
    tf.dispose(this.all.map(({ tensor }) => tensor));
    this.#byWeight.clear();
  }
}
