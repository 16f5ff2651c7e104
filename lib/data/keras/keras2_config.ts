/**
 * The architecture that Keras 2 writes, in the form of Keras 3.
 *
 * @module
 */

import { isRecord } from "../../options/is_record.ts";
import type { Json, JsonObject } from "./keras_options.ts";
import { isFunctional, isModel } from "./keras_parts.ts";
import { operationOf } from "./keras2_operations.ts";

const FUNCTIONS = ["TFOpLambda", "SlicingOpLambda"];

/** What separable convolutions have of others, and don't heed. */
const NOT_HEEDED = [
  "kernel_constraint",
  "kernel_initializer",
  "kernel_regularizer",
];

/** Without options of no meaning, and those named that Keras 3 calls otherwise. */
function optionsOf({ class_name, config }: JsonObject): JsonObject {
  const isSeparable = String(class_name).startsWith("SeparableConv");
  const options = Object.fromEntries(
    Object.entries(config as JsonObject).filter(([key, value]) =>
      !(isSeparable && NOT_HEEDED.includes(key)) &&
      !(key === "time_major" && value === false)
    ),
  );
  const { axis, alpha, batch_input_shape, ...rest } = options;
  if (class_name === "BatchNormalization" && Array.isArray(axis)) {
    return { ...options, axis: axis[0] };
  }
  if (class_name === "LeakyReLU" && alpha !== undefined) {
    return { ...rest, negative_slope: alpha };
  }
  if (class_name === "InputLayer" && batch_input_shape !== undefined) {
    return { ...rest, batch_shape: batch_input_shape };
  }
  for (const [key, value] of Object.entries(options)) {
    // 0.2 x + 0.5 between 0 and 1, as in TensorFlow.js; Keras 3 has another.
    if (/activation$/.test(key) && value === "hard_sigmoid") {
      options[key] = "hardSigmoid";
    } else if (isRecord(value) && key === "activation") {
      options[key] = isRecord(value.config)
        ? layerOf(value as JsonObject)
        : value as JsonObject;
    } else if (["layer", "backward_layer", "cell"].includes(key)) {
      options[key] = layerOf(value as JsonObject);
    } else if (key === "cells") {
      options[key] = (value as JsonObject[]).map(layerOf);
    }
  }
  return options;
}

function layerOf(layer: JsonObject): JsonObject {
  const { class_name, config } = layer;
  if (class_name === "Sequential") {
    // Before Keras 2.3 the list itself.
    const given = Array.isArray(config)
      ? { name: layer.name ?? "sequential", layers: config }
      : config as JsonObject;
    const layers = (given.layers as JsonObject[]).map(layerOf);
    return { ...layer, config: { ...given, layers } };
  }
  if (isFunctional(class_name)) {
    return { ...layer, config: functionalOf(config as JsonObject) };
  }
  return { ...layer, config: optionsOf(layer) };
}

function functionalOf(config: JsonObject): JsonObject {
  const all = config.layers as JsonObject[];
  const calls = new Calls(all);
  return {
    ...config,
    layers: all.map((layer) => {
      const nodes = (layer.inbound_nodes as Json[]).map((node) =>
        calls.nodeOf(node)
      );
      return FUNCTIONS.includes(String(layer.class_name))
        ? functionOf(layer, nodes)
        : { ...layerOf(layer), inbound_nodes: nodes };
    }),
    output_layers: calls.ends(config.output_layers),
  };
}

/** A function of TensorFlow as an operation; itself where it is not known. */
function functionOf(layer: JsonObject, nodes: JsonObject[]): JsonObject {
  const { name, config } = layer;
  const [{ args, kwargs }] = nodes;
  const { function: called } = config as JsonObject;
  const [x] = args as Json[];
  const operation = operationOf(String(called), x, kwargs as JsonObject);
  return {
    module: "keras.src.ops.numpy",
    name,
    class_name: operation?.class_name ?? `tf.${called}`,
    config: { name, ...operation?.config },
    inbound_nodes: [{ args: operation?.args ?? args, kwargs: {} }],
  };
}

/** What a function is called with that is no tensor. */
const CONSTANT = "_CONSTANT_VALUE";

/** The calls of a functional model's layers. */
class Calls {
  readonly #names: Set<Json>;
  readonly #models: Set<Json>;
  readonly #functional: Set<Json>;

  /** @param layers Those of a functional model. */
  constructor(layers: JsonObject[]) {
    const named = (is: (className: Json) => boolean) =>
      new Set(
        layers.filter(({ class_name }) => is(class_name)).map(({ name }) =>
          name
        ),
      );
    this.#names = named(() => true);
    this.#models = named(isModel);
    this.#functional = named(isFunctional);
  }

  /** The call that made a model is the first one in Keras 2, and none in 3. */
  #history([name, node, tensor]: Json[]): Json[] {
    return [name, this.#models.has(name) ? Number(node) - 1 : node, tensor];
  }

  #tensor(end: Json[]): JsonObject {
    return {
      class_name: "__keras_tensor__",
      config: { keras_history: this.#history(end) },
    };
  }

  #isTensor(value: Json): value is Json[] {
    return Array.isArray(value) && value.length === 3 &&
      this.#names.has(value[0]) && typeof value[1] === "number";
  }

  /** Tensors of arguments by name: `{ y: ["dense", 0, 0] }`. */
  #value(value: Json): Json {
    if (this.#isTensor(value)) return this.#tensor(value);
    if (Array.isArray(value)) return value.map((it) => this.#value(it));
    return value;
  }

  /** A call as Keras 3 writes it. */
  nodeOf(node: Json): JsonObject {
    const list = node as Json[];
    const isOne = typeof list[0] === "string";
    const ends = (isOne ? [list] : list) as Json[][];
    const [, , , given = {}] = ends[0];
    const inputs = ends.map((end) =>
      end[0] === CONSTANT ? end[2] : this.#tensor(end)
    );
    const { training, ...others } = given as JsonObject;
    const kwargs: JsonObject = Object.fromEntries(
      Object.entries(others).map(([key, value]) => [key, this.#value(value)]),
    );
    // Never the default, which Keras 3 writes as well.
    if (typeof training === "boolean") kwargs[GIVEN_PHASE] = training;
    return { args: [isOne || ends.length === 1 ? inputs[0] : inputs], kwargs };
  }

  /** Keras 3 counts the call that made a functional model here, too. */
  ends(ends: Json): Json {
    const list = (ends ?? []) as Json[];
    const one = (end: Json) =>
      this.#functional.has((end as Json[])[0])
        ? end
        : this.#history(end as Json[]);
    return typeof list[0] === "string" ? one(list) : list.map(one);
  }
}

/** An argument of a call: the phase that it was surely given. */
export const GIVEN_PHASE = "given_phase";

/**
 * A model of Keras 2 as Keras 3 would write it.
 *
 * @param config What an `.h5` file's `model_config`, or a `.keras` file's
 *   `config.json`, holds.
 */
export function fromKeras2(config: unknown): unknown {
  return isRecord(config) && isModel(config.class_name as Json)
    ? layerOf(config as JsonObject)
    : config;
}
