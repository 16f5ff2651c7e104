/**
 * Trap of tfjs 4.22: `model.apply(x, true)` and `model.apply(x, { isTraining:
 * true })` infer without a word, so nothing drops. Of numbers in place of a
 * tensor `apply` says that undefined has no length.
 *
 * Here they are refused, with what to write. A user's own layer takes what it
 * likes.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { nearestName } from "../options/check_options.ts";
import { isOfLibrary } from "./known_class.ts";

const PHASE = "training";

export function phaseAsArgument(): void {
  const { prototype } = tf.layers.Layer;
  const apply = prototype.apply;
  prototype.apply = function (inputs, args) {
    if (!isOfLibrary(this)) return apply.call(this, inputs, args);
    const [first] = [inputs].flat() as Partial<tf.Tensor>[];
    if (first?.shape === undefined) {
      throw new TypeError(
        `apply() of ${this.name} needs a tensor or a list of them; tf.tensor() makes one of numbers`,
      );
    }
    if (typeof args === "boolean") {
      throw new TypeError(
        `The phase is an option: apply(x, { training: ${args} })`,
      );
    }
    for (const name in args) {
      if (name === PHASE || nearestName(name, [PHASE]) === undefined) continue;
      throw new TypeError(
        `apply() of ${this.name} was given ${name}; did you mean ${PHASE}?`,
      );
    }
    return apply.call(this, inputs, args);
  };
}
