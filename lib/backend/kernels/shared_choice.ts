/**
 * A choice that all copies of this library in a process share, as a flag of
 * tfjs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

export class SharedChoice {
  readonly #flag: string;

  /** @param flag Its name among tfjs' flags. */
  constructor(flag: string) {
    this.#flag = flag;
  }

  set(on: boolean): void {
    const env = tf.env();
    if (!(this.#flag in env.getFlags())) {
      env.registerFlag(this.#flag, () => false);
    }
    env.set(this.#flag, on);
  }

  /** False until it is set. */
  get isOn(): boolean {
    return tf.env().getFlags()[this.#flag] === true;
  }
}
