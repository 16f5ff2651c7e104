/**
 * Trap of tfjs 4.22: a model whose LSTM starts from another's states warns, when
 * it is saved, that these will be missing. They are not: they are inputs of the
 * layer, and its call has them twice.
 *
 * Here its call has them once, and nothing is said.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { tfjsClass } from "./tfjs_class.ts";

interface Called extends tf.layers.Layer {
  readonly inboundNodes: (tf.layers.Layer["inboundNodes"][number] & {
    callArgs?: { initialState?: unknown };
  })[];
}

export function statesSaidLost(): void {
  for (const name of ["Bidirectional", "RNN"]) {
    const { prototype } = tfjsClass(name) as { prototype: Called };
    const { apply } = prototype;
    prototype.apply = function (this: Called, inputs, args) {
      const result = apply.call(this, inputs, args);
      delete this.inboundNodes.at(-1)?.callArgs?.initialState;
      return result;
    };
  }
}
