/**
 * Trap of tfjs 4.22: `tf.sequential([a, b])`, Keras's spelling, makes an empty
 * model without a word, and `add(a, b)` adds the first alone. What is no layer
 * ends in an error about undefined.
 *
 * Here `add()` takes one layer and nothing else, and a model without layers
 * says at its first use what to write. Its making can't be refused: the
 * functions of the module `tf` itself can't be replaced.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What was given in place of a layer. */
function shown(given: unknown): string {
  if (given instanceof tf.SymbolicTensor) {
    return "what tf.input() gives; a first layer has { inputShape: [784] }, or tf.layers.inputLayer({ inputShape: [784] }) comes first";
  }
  if (Array.isArray(given)) return "an array";
  if (typeof given === "function") return "a function: call it";
  if (typeof given === "object" && given !== null) {
    return "getClassName" in given
      ? "one of another copy of TensorFlow.js; import all from one version"
      : "an object that is none";
  }
  return typeof given === "string" ? `"${given}"` : String(given);
}

function refuseEmpty({ name, layers }: tf.Sequential): void {
  if (layers.length > 0) return;
  throw new TypeError(
    `${name} has no layers; write tf.sequential({ layers: [a, b] }), or add(layer) for each`,
  );
}

export function emptySequential(): void {
  const { prototype } = tf.Sequential;
  const { add, build } = prototype;
  prototype.add = function (...layers) {
    const [layer, second] = layers as unknown[];
    // forEach() gives an index as the second.
    const isOne = layers.length < 2 || typeof second === "number";
    if (!isOne || !(layer instanceof tf.layers.Layer)) {
      throw new TypeError(
        `add() takes one layer, got ${isOne ? shown(layer) : layers.length}`,
      );
    }
    if (layer instanceof tf.Sequential) refuseEmpty(layer);
    add.call(this, layer);
  };
  prototype.build = function (inputShape) {
    refuseEmpty(this);
    build.call(this, inputShape);
  };
}
