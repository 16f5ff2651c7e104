/**
 * The usual cut of transfer learning.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { requireKind } from "../options/require_kind.ts";
import { selectLayers } from "../layers/layer_filter.ts";
import type { Undo } from "./flag_writer.ts";
import { freeze, unfreeze } from "./freeze.ts";

/**
 * Freezes all layers up to and including one, and thaws those after it: the
 * usual cut of transfer learning.
 *
 * @param last Name or index of the last layer to freeze, in `model.layers`.
 * @returns What restores each weight's own former flag.
 * @throws {RangeError} If there is no such layer, or only in a nested model.
 */
export function freezeTo(model: tf.LayersModel, last: string | number): Undo {
  if (typeof last !== "number") {
    requireKind("freezeTo", "last", last, "text");
  }
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
