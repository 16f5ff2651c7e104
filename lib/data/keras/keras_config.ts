/**
 * The architecture that Keras 3 writes into `.keras` files, in the older form
 * that TensorFlow.js reads. Nothing in it is run: a class is a name in a table,
 * and what is not in the table is refused.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { isRecord } from "../../options/is_record.ts";
import {
  type Json,
  type JsonObject,
  meaninglessValues,
  renamed,
} from "./keras_options.ts";

/** Classes that tfjs has under the same name, but this library better. */
const OWN = [
  "AlphaDropout",
  "Dropout",
  "GaussianDropout",
  "MultiHeadAttention",
  "SpatialDropout1D",
  "SpatialDropout2D",
  "SpatialDropout3D",
];

function fail(name: Json | undefined, what: string): never {
  throw new RangeError(`The model's layer '${name}' ${what}`);
}

/** Whether tfjs or this library registered a class. */
function isRegistered(className: string): boolean {
  const { SerializationMap } = tf.serialization as unknown as {
    SerializationMap: { getMap(): { classNameMap: object } };
  };
  return Object.hasOwn(SerializationMap.getMap().classNameMap, className);
}

/** An activation's name here. */
function activationOf(name: Json | undefined, activation: string): string {
  // What Keras saves for `swish`, too.
  if (activation === "silu") return "swish";
  const camelCase = activation.replace(
    /_(\w)/g,
    (_, letter) => letter.toUpperCase(),
  );
  if (isRegistered(camelCase)) return activation;
  return fail(name, `has the activation ${activation}, which is not supported`);
}

/** A class's name here. */
function classOf(name: Json, className: Json): string {
  const plain = String(className);
  const own = `Thaw>${plain}`;
  if (OWN.includes(plain) && isRegistered(own)) return own;
  if (isRegistered(plain)) return plain;
  return fail(name, `is a ${plain}, which is not supported`);
}

/** A regularizer, initializer or constraint. */
function part({ class_name, config }: JsonObject): Json {
  const plain = String(class_name);
  if (["L1", "L2", "L1L2"].includes(plain)) {
    const { l1 = 0, l2 = 0 } = isRecord(config) ? config : {};
    return { class_name: "L1L2", config: { l1, l2 } };
  }
  return { class_name: plain, config: config ?? {} };
}

function isModel(className: Json | undefined): boolean {
  return ["Functional", "Sequential", "Model"].includes(String(className));
}

/** A layer's class and configuration. */
function layerOf(layer: JsonObject): JsonObject {
  if (!isRecord(layer.config)) return fail(layer.name, "has no configuration");
  const { class_name, config } = renamed(layer.class_name, layer.config);
  const name = config.name ?? layer.name;
  if (class_name === "Functional" || class_name === "Model") {
    return { class_name: "Functional", config: functionalOf(config) };
  }
  if (class_name === "Sequential") {
    return { class_name, config: sequentialOf(config) };
  }
  const converted: JsonObject = {};
  for (const [key, value] of Object.entries(config)) {
    const meaningless = meaninglessValues(class_name, key);
    if (key === "attention_axes" && Array.isArray(value) && value[0] === 1) {
      continue;
    }
    if (meaningless) {
      if (meaningless.includes(value)) continue;
      fail(name, `has ${key} ${JSON.stringify(value)}, which is not supported`);
    }
    if (key === "dtype") continue;
    if (key === "backward_layer") {
      checkMirrored(name, config.layer as JsonObject, value as JsonObject);
      continue;
    }
    if (/activation$/.test(key) && typeof value === "string") {
      converted[key] = activationOf(name, value);
    } else if (key === "batch_shape") converted.batch_input_shape = value;
    else if (key === "layer" || key === "cell") {
      converted[key] = layerOf(value as JsonObject);
    } else if (key === "cells") {
      converted[key] = (value as JsonObject[]).map(layerOf);
    } else if (/_(initializer|regularizer|constraint)$/.test(key)) {
      converted[key] = isRecord(value) ? part(value) : value;
    } else if (isRecord(value)) {
      fail(name, `has an object as ${key}, which is not supported`);
    } else converted[key] = value;
  }
  return { class_name: classOf(name, class_name), config: converted };
}

/** tfjs makes the backward layer itself: the forward one's mirror image. */
function checkMirrored(
  name: Json,
  forward: JsonObject,
  backward: JsonObject,
): void {
  const plain = ({ class_name, config }: JsonObject) => {
    const { name: _, zero_output_for_mask: _mask, go_backwards, ...rest } =
      config as JsonObject;
    const text = JSON.stringify({ class_name, rest })
      .replace(/,?"shared_object_id":\d+/g, "");
    return { text, backwards: go_backwards };
  };
  const [one, other] = [plain(forward), plain(backward)];
  if (one.text !== other.text || one.backwards === other.backwards) {
    fail(name, "has a backward_layer of its own, which is not supported");
  }
}

/** The tensors of a call, `[layer, node, tensor]` each. */
function tensorsIn(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (!isRecord(value) || value.class_name !== "__keras_tensor__") return [];
  const { keras_history } = value.config as JsonObject;
  return [keras_history];
}

/** One call of a layer, as the list of what goes in. */
function nodeOf(name: Json, node: Json): Json {
  if (!isRecord(node)) return fail(name, "is connected in an unknown way");
  const { args, kwargs } = node;
  const inputs = tensorsIn(args);
  const called: JsonObject = {};
  for (const [key, value] of Object.entries((kwargs ?? {}) as JsonObject)) {
    const more = tensorsIn(value);
    if (more.length > 0 && ["inputs", "query", "value", "key"].includes(key)) {
      inputs.push(...more);
    } else if (key === "training" && typeof value === "boolean") {
      called.training = value;
    } else if (more.length > 0 || (value !== null && value !== false)) {
      fail(name, `is called with ${key}, which is not supported`);
    }
  }
  return inputs.map((input) => [...input as Json[], called]);
}

/** One `[layer, node, tensor]`, or a list of them, as a list. */
function listOf(ends: Json | undefined): Json {
  const list = (ends ?? []) as Json[];
  return typeof list[0] === "string" ? [list] : list;
}

function functionalOf(config: JsonObject): JsonObject {
  const all = config.layers as JsonObject[];
  const models = all.filter(({ class_name }) => isModel(class_name))
    .map(({ name }) => name);
  // In tfjs the first call of a model within another is the one that made it.
  const shifted = (ends: Json) =>
    (ends as Json[][]).map(([name, node, ...rest]) => [
      name,
      models.includes(name) ? Number(node) + 1 : node,
      ...rest,
    ]);
  const layers = all.map((layer) => ({
    ...layerOf(layer),
    name: layer.name,
    inbound_nodes: (layer.inbound_nodes as Json[])
      .map((node) => shifted(nodeOf(layer.name, node))),
  }));
  return {
    name: config.name,
    layers,
    input_layers: listOf(config.input_layers),
    output_layers: shifted(listOf(config.output_layers)),
  };
}

function sequentialOf(config: JsonObject): JsonObject {
  return {
    name: config.name,
    layers: (config.layers as JsonObject[]).map(layerOf),
  };
}

/**
 * A model's architecture as `tf.models.modelFromJSON` reads it.
 *
 * @param config What a `.keras` file's `config.json` holds.
 * @throws {RangeError} If a layer, an option or a call is not supported; names
 *   the layer.
 * @throws {SyntaxError} If it is no model.
 */
export function topologyOf(config: unknown): object {
  const model = config as JsonObject;
  const { class_name } = isRecord(model) ? model : {};
  if (!isModel(class_name)) {
    throw new SyntaxError(
      `A model is Sequential or Functional, got ${class_name ?? "none"}`,
    );
  }
  return layerOf(model);
}
