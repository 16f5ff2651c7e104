/**
 * Trap of tfjs 4.22: `bidirectional({ layer: tf.layers.rnn({ cell }) })` throws:
 * making the forward layer puts a cell into the configuration that the backward
 * one is made of next.
 *
 * Here each is made of a copy.
 *
 * @module
 */

import { replaceFromConfig } from "./tfjs_class.ts";

export function bidirectionalCells(): void {
  replaceFromConfig(
    "RNN",
    (shipped) => (cls, config, ...rest) => shipped(cls, { ...config }, ...rest),
  );
}
