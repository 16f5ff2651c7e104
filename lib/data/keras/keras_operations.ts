/**
 * Operations of Keras 3 that stand in a functional model beside its layers, as
 * `x / 127.5 - 1` does in `preprocess_input()`.
 *
 * @module
 */

import { withoutCapitals } from "../../layers/keras/einsum.ts";
import { hasOperation, keepsSteps } from "../../layers/keras/operation.ts";
import { isRecord } from "../../options/is_record.ts";
import type { Json, JsonObject } from "./keras_options.ts";
import { tensorsIn } from "./keras_tensors.ts";

/** What tells a layer, a model or an input from an operation, in `.h5` files. */
const LAYERS_HAVE = ["trainable", "layers", "batch_shape"];

/** Whether an entry of a functional model's layers is an operation. */
export function isOperation(layer: JsonObject | undefined): boolean {
  const { class_name, module, config } = layer ?? {};
  if (module !== undefined) {
    return /^keras\.src\.(ops|activations)\./.test(String(module));
  }
  // The one kind of layers whose configuration has none of these.
  if (String(class_name).startsWith("SpatialDropout")) return false;
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

/** What the JSON of TensorFlow.js leaves as it is; it takes `_` for a space. */
const VALUES: Record<string, string> = {
  __ellipsis__: "Ellipsis",
  __numpy__: "Constant",
  __slice__: "Slice",
  __tensor__: "Constant",
};

/** Arguments of a call, with the number of each tensor in its place. */
function numbered(value: Json, count = { next: 0 }): Json {
  if (Array.isArray(value)) return value.map((it) => numbered(it, count));
  if (!isRecord(value)) return value;
  const { class_name, config } = value as JsonObject;
  if (class_name === "__keras_tensor__") return { tensor: count.next++ };
  const known = VALUES[String(class_name)];
  return known ? { class_name: known, config } : value as JsonObject;
}

/**
 * The layer that computes an operation.
 *
 * @param passesMask Whether what follows counts on the mask of what it takes.
 * @returns Undefined if the operation is not known here, or its result has
 *   other steps than the mask.
 */
export function layerOfOperation(
  layer: JsonObject,
  passesMask: boolean,
): JsonObject | undefined {
  const built = builtIn(layer);
  if (built) return built;
  const name = String(layer.class_name);
  const nodes = layer.inbound_nodes as JsonObject[];
  if (!hasOperation(name) || nodes.length !== 1) return undefined;
  if (passesMask && !keepsSteps(name)) return undefined;
  const { name: _, ...config } = layer.config as JsonObject;
  if (typeof config.subscripts === "string") {
    config.subscripts = withoutCapitals(config.subscripts);
  }
  return operationLayer(layer.name, {
    operation: { class_name: name, config },
    called: numbered(nodes[0].args),
    passes_mask: passesMask,
  });
}

/** This library's layer of an operation, as it is saved. */
function operationLayer(name: Json, config: JsonObject): JsonObject {
  return { class_name: "Thaw>Operation", config: { name, ...config } };
}

/**
 * TensorFlow.js's own layer for an operation of two tensors, or of a tensor and
 * a number; undefined if there is none.
 */
function builtIn(layer: JsonObject): JsonObject | undefined {
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

/** A layer of one tensor that does what an operation does. */
type Done = (config: JsonObject) => [string, JsonObject] | undefined;

function largest(axis: number[]): Done {
  return ({ keepdims, data_format }) =>
    keepdims === true && data_format === "channels_last"
      ? ["Max", { axis, keepdims }]
      : undefined;
}

/** Where TensorFlow.js's layer does not know an option. */
const DONE: Record<string, Done> = {
  GlobalMaxPooling1D: largest([1]),
  GlobalMaxPooling2D: largest([1, 2]),
  ReLU: ({ negative_slope, max_value, threshold }) =>
    [negative_slope, threshold].some((value) => value !== 0) &&
      max_value !== undefined
      ? ["ReLU", { negative_slope, max_value, threshold }]
      : undefined,
};

/** The operation by which a layer is computed; undefined if it is by a layer. */
export function operationOfLayer(
  name: Json,
  class_name: Json,
  config: JsonObject,
): JsonObject | undefined {
  const plain = String(class_name);
  if (!Object.hasOwn(DONE, plain)) return undefined;
  const done = DONE[plain](config);
  if (!done) return undefined;
  const [operation, options] = done;
  return operationLayer(name, {
    operation: { class_name: operation, config: options },
    called: [{ tensor: 0 }],
    passes_mask: keepsSteps(operation),
  });
}
