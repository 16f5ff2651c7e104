/**
 * Operations of Keras 3 that stand in a functional model beside its layers, as
 * `x / 127.5 - 1` does in `preprocess_input()`.
 *
 * @module
 */

import { isRecord } from "../../options/is_record.ts";
import type { Json, JsonObject } from "./keras_options.ts";
import { tensorsIn } from "./keras_tensors.ts";

/** What tells a layer, a model or an input from an operation, in `.h5` files. */
const LAYERS_HAVE = ["trainable", "layers", "batch_shape"];

/** Whether an entry of a functional model's layers is an operation. */
export function isOperation(layer: JsonObject | undefined): boolean {
  const { module, config } = layer ?? {};
  if (module !== undefined) return String(module).startsWith("keras.src.ops.");
  return isRecord(config) && !LAYERS_HAVE.some((key) => key in config);
}

/** What an operation with the constant `c` does, by `scale` and `offset`. */
const WITH_CONSTANT: Record<
  string,
  (c: number, isFirst: boolean) => [scale: number, offset: number] | undefined
> = {
  Add: (c) => [1, c],
  Divide: (c, isFirst) => isFirst ? undefined : [1 / c, 0],
  Multiply: (c) => [c, 0],
  Subtract: (c, isFirst) => isFirst ? [-1, c] : [1, -c],
  TrueDivide: (c, isFirst) => isFirst ? undefined : [1 / c, 0],
};

/** Layers of the same name do the same with two tensors. */
const OF_TENSORS = ["Add", "Maximum", "Minimum", "Multiply"];

/**
 * The layer that computes an operation of two tensors, or of a tensor and a
 * number; undefined if there is none.
 */
export function layerOfOperation(layer: JsonObject): JsonObject | undefined {
  const nodes = layer.inbound_nodes as JsonObject[];
  const args = nodes.length === 1 ? nodes[0].args as Json[] : [];
  const at = args.findIndex((arg) => typeof arg === "number");
  const name = String(layer.class_name);
  if (args.length !== 2) return undefined;
  const tensors = args.map((arg) => tensorsIn(arg).length);
  if (tensors.every((count) => count === 1) && OF_TENSORS.includes(name)) {
    return { class_name: name, config: { name: layer.name } };
  }
  const isKnown = at >= 0 && tensors[1 - at] === 1 &&
    Object.hasOwn(WITH_CONSTANT, name);
  if (!isKnown) return undefined;
  const [scale, offset] = WITH_CONSTANT[name](args[at] as number, at === 0) ??
    [];
  if (scale === undefined) return undefined;
  return {
    class_name: "Rescaling",
    config: { name: layer.name, scale, offset: offset! },
  };
}
