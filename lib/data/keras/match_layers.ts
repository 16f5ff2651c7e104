/**
 * Which stored layer belongs to which layer of a model, by name.
 *
 * @module
 */

import { snakeCase } from "../../layers/register_layer.ts";

/** A layer that waits for weights. */
export interface NamedLayer {
  readonly name: string;
  /** The layer's class, as `Conv2D`. */
  readonly className: string;
}

/** What Keras 1 called a kind of layer, and its name since Keras 2. */
const RENAMED: Record<string, string> = {
  convolution1d: "conv1d",
  convolution2d: "conv2d",
  batchnormalization: "batch_normalization",
};

/**
 * Finds the stored layer of each layer of a model.
 *
 * Names decide. Automatic ones (`conv2d_7`) count on through a Python session,
 * and start at 0 in Keras 3, at 1 in Keras 2, so `conv2d_7` of a file need not
 * be `conv2d_7` of a model. Where one automatic name of a kind is missing from
 * the file, all of that kind are therefore matched in the order of their
 * numbers: the first of the model to the first of the file.
 *
 * @param layers The model's layers that have weights.
 * @param stored Names of the file's layers that have weights.
 * @returns The stored name for each layer's name; a layer without one is left out.
 */
export function matchLayers(
  layers: NamedLayer[],
  stored: string[],
): Map<string, string> {
  const found = new Map<string, string>();
  for (const [kind, group] of Map.groupBy(layers, kindIfAutomatic)) {
    const exact = group.every((layer) => stored.includes(layer.name));
    if (exact || kind === undefined) {
      for (const { name } of group) {
        if (stored.includes(name)) found.set(name, name);
      }
      continue;
    }
    const names = group.map((layer) => layer.name).sort(byNumber);
    const candidates = stored.filter((name) => kindOfStored(name) === kind)
      .sort(byNumber);
    names.forEach((name, i) => {
      if (i < candidates.length) found.set(name, candidates[i]);
    });
  }
  return found;
}

/**
 * The key under which Keras 3 stores each layer: its class and, from the
 * second of a class on, a running number, in the order of `model.layers`.
 *
 * @see `_save_container_state()` in keras/src/saving/saving_lib.py
 */
export function storageKeys(layers: NamedLayer[]): string[] {
  const counts = new Map<string, number>();
  return layers.map(({ className }) => {
    // What tf.model() makes is a Functional in Keras.
    const kind = snakeCase(className === "Model" ? "Functional" : className);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  });
}

/** `conv2d`, `conv2d_1` are automatic in Keras, `conv2d_Conv2D1` in tfjs. */
function kindIfAutomatic({ name, className }: NamedLayer): string | undefined {
  const kind = snakeCase(className);
  if (!name.startsWith(kind)) return undefined;
  const rest = name.slice(kind.length).replace(className, "");
  return /^(_\d+)?$/.test(rest) ? kind : undefined;
}

function kindOfStored(name: string): string {
  // `conv2d_Conv2D1`: a file of this library's, saved with tfjs' names.
  const [, own, className] = /^(.+)_([A-Z][A-Za-z\d]*?)\d+$/.exec(name) ?? [];
  if (own !== undefined && snakeCase(className).startsWith(own)) return own;
  const kind = name.replace(/_\d+$/, "");
  return RENAMED[kind] ?? kind;
}

function byNumber(left: string, right: string): number {
  return numberOf(left) - numberOf(right);
}

function numberOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}
