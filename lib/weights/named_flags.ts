/**
 * Weights of layers by their names, for whoever sets their flags.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { ownWeights } from "../layers/ordered_weights.ts";
import type { PlacedLayer } from "../layers/walk_layers.ts";

/** Which weights of the chosen layers: `bias`, `/gamma|beta/`, or several. */
export type WeightNames = string | RegExp | readonly (string | RegExp)[];

/** A weight's flag, which tfjs' types call read-only, with its name. */
export interface NamedFlag {
  readonly name: string;
  readonly weight: { trainable: boolean };
}

function namedFlags(layer: tf.layers.Layer): NamedFlag[] {
  return ownWeights(layer).trainable.map((weight) => ({
    name: weight.originalName.split("/").at(-1)!,
    weight: weight as unknown as NamedFlag["weight"],
  }));
}

/**
 * The weights of those names in the chosen layers.
 *
 * @throws {RangeError} If there are none, or none of one name; names those there
 * are.
 */
export function chooseWeights(
  layers: readonly PlacedLayer[],
  names: WeightNames,
): [tf.layers.Layer, NamedFlag[]][] {
  const patterns = [names].flat() as (string | RegExp)[];
  const all = layers.flatMap(({ layer }) => namedFlags(layer));
  const fits = (pattern: string | RegExp, { name }: NamedFlag) =>
    typeof pattern === "string" ? pattern === name : name.search(pattern) >= 0;
  const unknown = patterns.find((pattern) =>
    typeof pattern === "string" && !all.some((flag) => fits(pattern, flag))
  );
  const chosen = layers.map(({ layer }): [tf.layers.Layer, NamedFlag[]] => [
    layer,
    namedFlags(layer)
      .filter((flag) => patterns.some((pattern) => fits(pattern, flag))),
  ]).filter(([, weights]) => weights.length > 0);
  if (chosen.length > 0 && unknown === undefined) return chosen;
  throw new RangeError(
    `No weight is named ${unknown ?? patterns.join(" or ")}; there are ${
      [...new Set(all.map(({ name }) => name))].join(", ") || "none"
    }`,
  );
}
