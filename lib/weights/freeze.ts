/**
 * Which weights train.
 *
 * Freezing changes the `trainable` flags of weights and nothing else: what a
 * layer computes, and so whether dropout drops, is the phase's affair. Only
 * BatchNormalization looks at its flag: frozen, it infers, as in Keras. The
 * flags count at once, before and after `compile`, for `fit` and for a custom
 * `optimizer.minimize`; `lib/mends` sees to that.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import {
  isBatchNormalization,
  normalizesAsTfjs,
  setNormalizesAsTfjs,
} from "../layers/normalize_by_phase.ts";
import { ownWeights } from "../layers/ordered_weights.ts";
import { type PlacedLayer, walkLayers } from "../layers/walk_layers.ts";
import "../mends/install_mends.ts";
import { checkOptions, type OptionNames } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import type { Flagged } from "../mends/trainable_stays_outside.ts";

/** Gives each weight and layer the flag back that it had before. */
export type Undo = () => void;

/** Which weights of the chosen layers: `bias`, `/gamma|beta/`, or several. */
export type WeightNames = string | RegExp | readonly (string | RegExp)[];

/** What to thaw; all fields may be left out. */
export interface UnfreezeOptions {
  /** Names of weights within their layers; without it all. */
  weights?: WeightNames;
}

/** How to freeze; all fields may be left out. */
export interface FreezeOptions extends UnfreezeOptions {
  /**
   * `asKeras` (the default): a frozen BatchNormalization, tfjs's own too,
   * infers: it uses its moving averages and keeps them, whatever the phase.
   * `asTfjs`: it goes on normalizing by the batch and moving its averages while
   * the model trains, as plain TensorFlow.js has it. Not saved with the model.
   */
  batchNormalization?: "asKeras" | "asTfjs";
}

const FREEZE_OPTIONS: OptionNames<FreezeOptions> = {
  batchNormalization: true,
  weights: true,
};

const KINDS = ["asKeras", "asTfjs"];

/** A weight's flag, which tfjs' types call read-only, with its name. */
interface NamedFlag {
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
 * @throws {RangeError} If there are none; names those there are.
 */
function chooseWeights(
  layers: readonly PlacedLayer[],
  names: WeightNames,
): [tf.layers.Layer, NamedFlag[]][] {
  const patterns = [names].flat() as (string | RegExp)[];
  const fits = ({ name }: NamedFlag) =>
    patterns.some((pattern) =>
      typeof pattern === "string" ? pattern === name : name.search(pattern) >= 0
    );
  const chosen = layers.map(({ layer }): [tf.layers.Layer, NamedFlag[]] => [
    layer,
    namedFlags(layer).filter(fits),
  ]).filter(([, weights]) => weights.length > 0);
  if (chosen.length > 0) return chosen;
  const all = layers.flatMap(({ layer }) => namedFlags(layer));
  throw new RangeError(
    `No weight is named ${patterns.join(" or ")}; there are ${
      [...new Set(all.map(({ name }) => name))].join(", ") || "none"
    }`,
  );
}

/** Sets flags and remembers what stood there. */
class FlagWriter {
  #undo: (() => void)[] = [];

  layer(layer: tf.layers.Layer, trainable: boolean): void {
    const flagged = layer as unknown as Flagged;
    for (const field of ["trainable_", "_trainable"] as const) {
      const before = flagged[field];
      if (before === undefined) continue;
      this.#undo.push(() => flagged[field] = before);
      flagged[field] = trainable;
    }
    for (const weight of flagged._trainableWeights) {
      const before = weight.trainable;
      this.#undo.push(() => weight.trainable = before);
      weight.trainable = trainable;
    }
  }

  /** Some weights of a layer; one that was frozen as a whole opens for them. */
  some(layer: tf.layers.Layer, chosen: NamedFlag[], trainable: boolean): void {
    if (trainable && !layer.trainable) {
      this.layer(layer, false);
      const flagged = layer as unknown as Flagged;
      for (const field of ["trainable_", "_trainable"] as const) {
        if (flagged[field] !== undefined) flagged[field] = true;
      }
    }
    for (const { weight } of chosen) {
      const before = weight.trainable;
      this.#undo.push(() => weight.trainable = before);
      weight.trainable = trainable;
    }
  }

  normalizesAsTfjs(layer: tf.layers.Layer, on: boolean): void {
    const before = normalizesAsTfjs(layer);
    this.#undo.push(() => setNormalizesAsTfjs(layer, before));
    setNormalizesAsTfjs(layer, on);
  }

  get undo(): Undo {
    return () => {
      while (this.#undo.length > 0) this.#undo.pop()!();
    };
  }
}

/**
 * Takes the weights of the chosen layers out of training, also in nested
 * models, wrappers and cells. Works on a compiled model; no need to compile it
 * again.
 *
 * @param model The model whose layers are meant.
 * @param filter Which layers; without it all.
 * @param options Which of their weights, and whether BatchNormalization then
 * infers, which it does when it is frozen as a whole.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If the filter means no layer, or a name no weight.
 * @throws {TypeError} If there is no such option.
 */
export function freeze(
  model: tf.layers.Layer,
  filter?: LayerFilter,
  options?: FreezeOptions,
): Undo {
  checkOptions("freeze", options, FREEZE_OPTIONS);
  const { batchNormalization = "asKeras" } = options ?? {};
  requireKnown("batchNormalization", batchNormalization, KINDS);
  const writer = new FlagWriter();
  const layers = selectLayers(model, filter);
  if (options?.weights !== undefined) {
    for (const [layer, some] of chooseWeights(layers, options.weights)) {
      writer.some(layer, some, false);
    }
    return writer.undo;
  }
  for (const { layer } of layers) {
    writer.layer(layer, false);
    if (isBatchNormalization(layer)) {
      writer.normalizesAsTfjs(layer, batchNormalization === "asTfjs");
    }
  }
  return writer.undo;
}

/**
 * Puts the weights of the chosen layers in training; the opposite of
 * {@linkcode freeze} in every respect. A nested model that was frozen as a
 * whole (`model.trainable = false`) stays frozen but for the chosen layers, a
 * layer but for the chosen weights.
 *
 * @param options Which of their weights; without it all.
 */
export function unfreeze(
  model: tf.layers.Layer,
  filter?: LayerFilter,
  options?: UnfreezeOptions,
): Undo {
  checkOptions("unfreeze", options, { weights: true });
  const writer = new FlagWriter();
  const chosen = selectLayers(model, filter);
  const some = options?.weights === undefined
    ? undefined
    : chooseWeights(chosen, options.weights);
  const root = {
    layer: model,
    path: "",
    index: -1,
    ancestors: [],
    isContainer: true,
  };
  for (const { ancestors } of chosen) {
    for (const container of [root, ...ancestors]) openUp(container, writer);
  }
  if (some) {
    for (const [layer, weights] of some) writer.some(layer, weights, true);
  } else for (const { layer } of chosen) writer.layer(layer, true);
  return writer.undo;
}

/** Moves a container's own "nothing trains" down to the layers in it. */
function openUp({ layer }: PlacedLayer, writer: FlagWriter): void {
  if (layer.trainable) return;
  for (const { layer: inner, isContainer } of walkLayers(layer)) {
    if (!isContainer) writer.layer(inner, false);
  }
  writer.layer(layer, true);
}

/**
 * Freezes all layers up to and including one, and thaws those after it: the
 * usual cut of transfer learning.
 *
 * @param last Name or index of the last layer to freeze, in `model.layers`.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If there is no such layer, or only in a nested model.
 */
export function freezeTo(model: tf.LayersModel, last: string | number): Undo {
  const [{ index, path }] = selectLayers(
    model,
    typeof last === "number" ? { index: last } : { name: last },
  );
  const [base] = path.split("/");
  if (typeof last === "string" && base !== last) {
    throw new RangeError(
      `${last} lies in ${base}, a layer of ${model.name}; use freezeTo(${base}, "${last}")`,
    );
  }
  const undos = [freeze(model, (placed) => placed.index <= index)];
  if (index + 1 < model.layers.length) {
    undos.push(unfreeze(model, (placed) => placed.index > index));
  }
  return () => undos.toReversed().forEach((undo) => undo());
}
