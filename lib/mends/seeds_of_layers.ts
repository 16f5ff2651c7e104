/**
 * Seeds for layers of tfjs, as Keras has them where tfjs takes none: an
 * argument `seed`, saved and loaded with the layer.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkRate } from "../random/draw_mask.ts";
import type { SeedStream } from "../random/seed_stream.ts";
import {
  layerStream,
  type SeededRun,
  seededRun,
} from "../random/set_random_seed.ts";
import { replaceFromConfig } from "./tfjs_class.ts";

/** Seeds that layers and cells were made with. */
const seeds = new WeakMap<object, number>();

/** Streams of layers and cells, with the run that they were made in. */
const streams = new WeakMap<
  object,
  { run: SeededRun | undefined; stream: SeedStream }
>();

/** Arguments of what is made. */
type Args = Record<string, unknown> & { name?: string; seed?: number | null };

/**
 * Gives a class the stream of draws of each of its layers, made when it is
 * first asked for and, without a seed of its own, anew when `setRandomSeed`
 * starts another run; and saves the seed.
 */
export function drawFromStream(prototype: tf.layers.Layer): void {
  Object.defineProperty(prototype, "seedStream", {
    configurable: true,
    get(this: object): SeedStream {
      const known = streams.get(this);
      const run = seededRun();
      if (known && (seeds.has(this) || known.run === run)) return known.stream;
      const stream = layerStream(seeds.get(this));
      streams.set(this, { run, stream });
      return stream;
    },
  });
  const { getConfig } = prototype;
  prototype.getConfig = function () {
    const config = getConfig.call(this);
    const seed = seeds.get(this);
    return seed === undefined ? config : { ...config, seed };
  };
}

/**
 * Lets a class take a seed, when made or loaded, and refuse rates that are
 * none.
 *
 * @param rates Arguments that are fractions, whether one may be 1, and whether
 *   it may be left out.
 * @param seeded Gives a new layer, or its cell, the seed.
 */
export function takeSeeds(
  className: string,
  factory: string,
  rates: Record<string, { canBeOne: boolean; canBeLeftOut?: boolean }>,
  seeded: (layer: tf.layers.Layer, args?: Args) => tf.layers.Layer,
): void {
  const layers = tf.layers as unknown as Record<
    string,
    (args: Args) => tf.layers.Layer
  >;
  const make = layers[factory];
  layers[factory] = (args) => {
    for (const [rate, limits] of Object.entries(rates)) {
      const given = args?.[rate];
      if (limits.canBeLeftOut && (given ?? undefined) === undefined) continue;
      const what = `${rate} of ${args?.name ?? factory}`;
      checkRate(given as number, what, limits);
    }
    return seeded(make(args), args);
  };
  replaceFromConfig(
    className,
    (shipped) => (...args) => seeded(shipped(...args), args[1]),
  );
}

/** Gives a layer the seed of its arguments, if there is one. */
export function giveSeed(layer: object, args?: Args): void {
  if (args?.seed != null) seeds.set(layer, args.seed);
}
