/**
 * Trap of tfjs 4.22: a model whose loss is a function of the user's is saved
 * with its optimizer, but without the loss; once loaded it trains nothing, with
 * a loss of 0. With a function among the losses of several outputs it can't be
 * saved.
 *
 * Here it is saved and loaded with its optimizer, and predicts; `fit` and
 * `evaluate` say that it must be compiled again, and how.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { compileLoadedWith } from "./loaded_compile.ts";

type Loss = tf.ModelCompileArgs["loss"];

/** Names in Python's spelling; null stands for a function. */
type Saved = string | (string | null)[] | Record<string, string | null>;

interface Saving {
  loss: Loss;
  getLossIdentifiers(): Saved;
}

/** In place of a loss that no file holds. */
function lost(): never {
  throw new Error(
    "The model was saved with a function as loss, which is not in its file; compile it again: model.compile({ optimizer: model.optimizer, loss })",
  );
}

function loadedOne(saved: string | null): string | typeof lost {
  return saved?.replaceAll(/_+(\w)/g, (_, letter) => letter.toUpperCase()) ??
    lost;
}

function loaded(saved: Saved | null | undefined): Loss {
  if (typeof saved === "string") return loadedOne(saved);
  if (Array.isArray(saved)) return saved.map(loadedOne) as Loss;
  const entries = Object.entries(saved ?? {});
  // What tfjs writes for one function.
  if (entries.length === 0) return lost;
  return Object.fromEntries(
    entries.map(([output, one]) => [output, loadedOne(one)]),
  ) as Loss;
}

export function lossFunctionsLost(): void {
  const model = tf.LayersModel.prototype as unknown as Saving;
  const { getLossIdentifiers } = model;
  const savedOne = (loss: unknown) =>
    typeof loss === "string"
      ? getLossIdentifiers.call({ loss } as Saving) as string
      : null;
  model.getLossIdentifiers = function () {
    const { loss } = this;
    if (typeof loss === "string") return savedOne(loss)!;
    if (Array.isArray(loss)) return (loss as unknown[]).map(savedOne);
    return Object.fromEntries(
      Object.entries(loss).map(([output, own]) => [output, savedOne(own)]),
    );
  };
  compileLoadedWith("loss", (saved: Saved | null | undefined) => ({
    loss: loaded(saved),
  }));
}
