/**
 * How a model of Keras is refused: by the layer, and with what to do.
 *
 * @module
 */

import type { Json } from "./keras_options.ts";

/** @throws {RangeError} Always. */
export function fail(name: Json | undefined, what: string): never {
  throw new RangeError(`The model's layer '${name}' ${what}`);
}

/** Of what can't be loaded, but can be made: weights go by names. */
export function refuse(name: Json | undefined, what: string): never {
  return fail(
    name,
    `${what}; build the model here, and read its weights by loadWeights()`,
  );
}
