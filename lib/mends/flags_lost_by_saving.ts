/**
 * Trap of tfjs 4.22: saving keeps one flag for each layer. Lost are those of a
 * recurrent layer's cell, of the two directions of a bidirectional layer, of a
 * model, and of single weights; after loading they train.
 *
 * Here a layer's configuration also lists what of it is frozen, by name, under
 * `frozen`; loading freezes it again. Layers whose one flag says all have no
 * such list, so that their files are as before.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { ownWeights } from "../layers/ordered_weights.ts";
import { type PlacedLayer, walkLayers } from "../layers/walk_layers.ts";
import type { Flagged } from "./trainable_stays_outside.ts";

/** In objects, as tfjs respells every text in a configuration but a `name`. */
interface Frozen {
  /** Paths of layers below this one; the empty path is its own. */
  layers: { name: string }[];
  /** Paths of weights. */
  weights: { name: string }[];
}

interface Saved {
  trainable?: boolean;
  frozen?: Frozen;
  // deno-lint-ignore no-explicit-any -- each class has its own configuration
  [field: string]: any;
}

/** Name of a weight within its layer. */
function plainName({ originalName }: tf.LayerVariable): string {
  return originalName.split("/").at(-1)!;
}

function isModel(layer: tf.layers.Layer): boolean {
  return "layers" in layer;
}

/** A layer and those in it but models, which list their own. */
function parts(layer: tf.layers.Layer): Pick<PlacedLayer, "layer" | "path">[] {
  if (isModel(layer)) return [{ layer, path: "" }];
  return [
    { layer, path: "" },
    ...walkLayers(layer).filter(({ layer, ancestors }) =>
      !isModel(layer) && !ancestors.some(({ layer }) => isModel(layer))
    ),
  ];
}

function frozenIn(layer: tf.layers.Layer): Frozen | undefined {
  const all = parts(layer);
  const layers = all.filter(({ layer }) =>
    !(layer as unknown as Flagged).trainable_ || !layer.trainable
  ).map(({ path }) => ({ name: path }));
  const weights = all.flatMap(({ layer, path }) =>
    ownWeights(layer).trainable
      .filter((weight) => !weight.trainable)
      .map((weight) => ({ name: join(path, plainName(weight)) }))
  );
  const made = ownWeights(layer).trainable.length;
  // The layer's own flag says all of a layer without parts.
  const isPlain = all.length === 1 && !isModel(layer) &&
    weights.length === (layer.trainable ? 0 : made);
  if (isPlain || layers.length + weights.length === 0) return undefined;
  return { layers, weights };
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}

/** Names of a layer's weights that are frozen as soon as they are made. */
const waiting = new WeakMap<tf.layers.Layer, Set<string>>();

function freezeAgain(layer: tf.layers.Layer, frozen: Frozen): void {
  const layers = new Set(frozen.layers.map(({ name }) => name));
  const weights = new Set(frozen.weights.map(({ name }) => name));
  for (const { layer: part, path } of parts(layer)) {
    const flagged = part as unknown as Flagged;
    const trains = !layers.has(path);
    flagged.trainable_ = trains;
    if (flagged._trainable !== undefined) flagged._trainable = trains;
    const own = new Set(
      [...weights].filter((name) =>
        name.slice(0, Math.max(0, name.lastIndexOf("/"))) === path
      ).map((name) => name.slice(name.lastIndexOf("/") + 1)),
    );
    waiting.set(part, own);
    for (const weight of ownWeights(part).trainable) {
      setFlag(weight, !own.has(plainName(weight)));
    }
  }
}

function setFlag(weight: tf.LayerVariable, trainable: boolean): void {
  // A field that tfjs' types call read-only.
  (weight as { trainable: boolean }).trainable = trainable;
}

// deno-lint-ignore no-explicit-any -- classes of every kind
type Entry = [cls: any, fromConfig: (...args: any[]) => any];

/** Makes a class's `fromConfig` freeze what its configuration lists. */
function readFlags(entry: Entry): void {
  const [cls, fromConfig] = entry;
  if (!(cls.prototype instanceof tf.layers.Layer)) return;
  entry[1] = (made, config: Saved, ...rest) => {
    const { frozen, ...others } = Array.isArray(config)
      ? { frozen: undefined, ...config }
      : config;
    if (!frozen) return fromConfig(made, config, ...rest);
    const layer = fromConfig(made, others, ...rest);
    freezeAgain(layer, frozen);
    return layer;
  };
}

export function flagsLostBySaving(): void {
  const container = Object.getPrototypeOf(tf.LayersModel.prototype);
  const { prototype: sequential } = tf.Sequential;
  for (const prototype of [tf.layers.Layer.prototype, container, sequential]) {
    if (!Object.hasOwn(prototype, "getConfig")) continue;
    const { getConfig } = prototype;
    prototype.getConfig = function (this: tf.layers.Layer) {
      const config = getConfig.call(this) as Saved;
      const frozen = frozenIn(this);
      return frozen && !Array.isArray(config) ? { ...config, frozen } : config;
    };
  }

  const layer = tf.layers.Layer.prototype as unknown as {
    addWeight(...args: unknown[]): tf.LayerVariable;
  };
  const { addWeight } = layer;
  layer.addWeight = function (this: tf.layers.Layer, ...args) {
    const weight = addWeight.apply(this, args);
    const frozen = waiting.get(this);
    if (frozen) setFlag(weight, !frozen.has(plainName(weight)));
    return weight;
  };

  const { SerializationMap } = tf.serialization as unknown as {
    SerializationMap: {
      getMap(): { classNameMap: Record<string, Entry> };
      register(cls: { className: string }): void;
    };
  };
  const { classNameMap } = SerializationMap.getMap();
  Object.values(classNameMap).forEach(readFlags);
  const { register } = SerializationMap;
  SerializationMap.register = (cls) => {
    register.call(SerializationMap, cls);
    readFlags(classNameMap[cls.className]);
  };
}
