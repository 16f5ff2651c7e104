/**
 * The architecture that Keras 3 writes into `.keras` files, in the older form
 * that TensorFlow.js reads. Nothing in it is run: a class is a name in a table,
 * and what is not in the table is refused.
 *
 * @module
 */

import { ARGUMENT_NAMES } from "../../mends/argument_names.ts";
import { isRecord } from "../../options/is_record.ts";
import { behindFollowers, withActivationLayers } from "./activation_layers.ts";
import { AutomaticMasks } from "./automatic_masks.ts";
import {
  activationOf,
  camelCase,
  isFunctional,
  isLayer,
  isModel,
  partOf,
} from "./keras_parts.ts";
import { fail, refuse } from "./keras_refusals.ts";
import {
  isOperation,
  layerOfOperation,
  operationOfLayer,
} from "./keras_operations.ts";
import {
  isDefaultPhase,
  isKnown,
  type Json,
  type JsonObject,
  meaninglessValues,
  possibleValues,
  renamed,
} from "./keras_options.ts";
import { nameOf, tensorsIn } from "./keras_tensors.ts";
import { fromKeras2, GIVEN_PHASE } from "./keras2_config.ts";

/** Classes that this library has better than tfjs, or alone. */
const OWN = [
  "AdditiveAttention",
  "AlphaDropout",
  "Attention",
  "Conv1DTranspose",
  "Cropping1D",
  "Cropping3D",
  "CustomScaleLayer",
  "DepthwiseConv1D",
  "Dropout",
  "EinsumDense",
  "GaussianDropout",
  "GlobalAveragePooling1D",
  "GlobalAveragePooling2D",
  "GlobalAveragePooling3D",
  "GlobalMaxPooling3D",
  "GridMultiHeadAttention",
  "GroupNormalization",
  "GroupedConv1D",
  "GroupedConv2D",
  "LayerScale",
  "MultiHeadAttention",
  "Normalization",
  "RMSNormalization",
  "RandomBrightness",
  "RandomContrast",
  "RandomFlip",
  "RandomRotation",
  "RandomTranslation",
  "RandomZoom",
  "SeparableConv1D",
  "SpatialDropout1D",
  "SpatialDropout2D",
  "SpatialDropout3D",
  "Subtract",
  "UnitNormalization",
  "UpSampling1D",
  "UpSampling2D",
  "UpSampling3D",
  "ZeroPadding1D",
  "ZeroPadding3D",
];

function isOwn({ class_name }: JsonObject): boolean {
  return String(class_name).startsWith("Thaw>");
}

/** A class's name here. */
function classOf(name: Json, className: Json, layer: JsonObject): string {
  const plain = String(className);
  const own = `Thaw>${plain}`;
  if (OWN.includes(plain) && isLayer(own)) return own;
  if (isLayer(plain)) return plain;
  const { module = "keras", registered_name } = layer;
  const isOther = plain.includes(">") || !/^(tf_)?keras\b/.test(`${module}`);
  return refuse(
    name,
    plain === "Lambda"
      ? "is a Lambda, a function of Python, which is not run"
      : isOther
      ? `is a ${registered_name ?? plain}, a class that is not Keras's`
      : `is a ${plain}, which is not supported`,
  );
}

/**
 * @throws {RangeError} If a recurrent layer gives the states of several cells,
 *   which TensorFlow.js has from the last to the first.
 */
function checkStates(
  name: Json,
  { cell, return_state }: JsonObject,
): void {
  const { config } = (cell ?? {}) as JsonObject;
  const { cells } = (config ?? {}) as JsonObject;
  if (Array.isArray(cells) && cells.length > 1 && return_state === true) {
    refuse(name, "returns the states of several cells, which is not supported");
  }
}

/** A layer's class and configuration. */
function layerOf(layer: JsonObject): JsonObject {
  if (!isRecord(layer.config)) return fail(layer.name, "has no configuration");
  const { class_name, config } = renamed(layer.class_name, layer.config);
  const name = config.name ?? layer.name;
  if (isFunctional(class_name)) {
    return { class_name: "Functional", config: functionalOf(config) };
  }
  if (class_name === "Sequential") {
    return { class_name, config: sequentialOf(config) };
  }
  const operation = operationOfLayer(name, class_name, config);
  if (operation) return operation;
  const known = classOf(name, class_name, layer);
  if (class_name === "RNN") checkStates(name, config);
  const converted: JsonObject = {};
  for (const [key, value] of Object.entries(config)) {
    const meaningless = isKnown(class_name, key)
      ? undefined
      : meaninglessValues(class_name, key);
    if (meaningless) {
      const text = JSON.stringify(value);
      if (meaningless.some((one) => JSON.stringify(one) === text)) continue;
      refuse(
        name,
        `has ${key} ${JSON.stringify(value)}, which is not supported`,
      );
    }
    // Whether a recurrent layer's steps are one loop changes no number.
    if (key === "dtype" || key === "unroll") continue;
    const values = possibleValues(class_name, key);
    if (values && !values.includes(value)) {
      refuse(
        name,
        `has ${key} ${JSON.stringify(value)}, which is not supported`,
      );
    }
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
      const part = isRecord(value) ? partOf(name, key, value) : value;
      if (part !== undefined) converted[key] = part;
    } else if (isRecord(value) && value.class_name === "function") {
      refuse(
        name,
        `has the ${key} ${value.config}, whose code is not in the file`,
      );
    } else if (isRecord(value)) {
      refuse(name, `has an object as ${key}, which is not supported`);
    } else if (isUnread(known, key) && value !== null && value !== false) {
      refuse(name, `has ${key} ${JSON.stringify(value)}, which is not known`);
    } else converted[key] = value;
  }
  return { class_name: known, config: converted };
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

/**
 * Options that are read here, or that mean nothing while the option that they
 * belong to has its only supported value. Of LoRA nothing is left to do: Keras
 * adds its weights to a layer's own before it writes them.
 */
const READ = [
  "batch_shape",
  "fill_mode",
  "fill_value",
  "lora_alpha",
  "lora_rank",
  "name",
  "renorm_clipping",
  "renorm_momentum",
  "trainable",
];

/** What layers of TensorFlow.js take, by their names in small letters. */
const ARGUMENTS = new Map(
  Object.entries(ARGUMENT_NAMES.layers)
    .map(([name, names]) => [name.toLowerCase(), names]),
);

/**
 * Whether a layer of TensorFlow.js would pass over an option without a word, as
 * one that a later Keras writes.
 */
function isUnread(className: string, key: string): boolean {
  const names = ARGUMENTS.get(className.toLowerCase());
  return names !== undefined && !READ.includes(key) &&
    !names.includes(camelCase(key));
}

/** In Keras an argument of attention's call, here one of the layer. */
const CAUSAL = "use_causal_mask";

const ATTENTION = ["AdditiveAttention", "Attention", "MultiHeadAttention"];

/** Arguments of calls that are inputs here, too, in their order. */
const INPUTS = ["inputs", "query", "value", "key"];

const RECURRENT = ["Bidirectional", "GRU", "LSTM", "RNN", "SimpleRNN"];

function isInput(class_name: Json, key: string): boolean {
  return INPUTS.includes(key) ||
    (key === "initial_state" && RECURRENT.includes(String(class_name)));
}

/** One call of a layer, as the list of what goes in. */
function nodeOf(
  { name, class_name }: JsonObject,
  node: Json,
  masks: AutomaticMasks,
): Json {
  if (!isRecord(node)) return fail(name, "is connected in an unknown way");
  const { args, kwargs } = node;
  const inputs = tensorsIn(args);
  const called: JsonObject = {};
  let [hasStates, isMasked] = [false, false];
  for (const [key, value] of Object.entries((kwargs ?? {}) as JsonObject)) {
    const more = tensorsIn(value);
    if (more.length > 0 && isInput(class_name, key)) {
      inputs.push(...more);
      hasStates ||= key === "initial_state";
    } else if (key === GIVEN_PHASE) {
      called.training = value;
    } else if (key === "training" && typeof value === "boolean") {
      if (!isDefaultPhase(class_name, value)) called.training = value;
    } else if (key === CAUSAL && ATTENTION.includes(String(class_name))) {
      continue;
    } else if (key === "mask" && masks.leaveOut(value, inputs)) {
      isMasked = true;
    } else if (more.length > 0 || (value !== null && value !== false)) {
      fail(name, `is called with ${key}, which is not supported`);
    }
  }
  // Keras gives a recurrent layer that has states no mask by itself.
  if (hasStates && !isMasked) called.mask = null;
  return inputs.map((input) => [...input as Json[], called]);
}

/** A converted layer that is causal if its calls are. */
function asCalled(converted: JsonObject, layer: JsonObject): JsonObject {
  const calls = (layer.inbound_nodes as JsonObject[]).map(({ kwargs }) =>
    isRecord(kwargs) && kwargs[CAUSAL] === true
  );
  if (!ATTENTION.includes(String(layer.class_name)) || !calls.includes(true)) {
    return converted;
  }
  if (calls.includes(false)) {
    fail(layer.name, `is called with and without ${CAUSAL}`);
  }
  const config = { ...converted.config as JsonObject, [CAUSAL]: true };
  return { ...converted, config };
}

/**
 * One `[layer, node, tensor]`, or several in a list or by name, as a list.
 * Those by name are in the order of the names, as in `model.inputs` of Keras.
 */
function listOf(ends: Json | undefined): Json {
  if (isRecord(ends)) {
    const named = ends as JsonObject;
    return Object.keys(named).sort().flatMap((name) =>
      listOf(named[name]) as Json[]
    );
  }
  const list = (ends ?? []) as Json[];
  return typeof list[0] === "string"
    ? [list]
    : list.flatMap((end) => listOf(end) as Json[]);
}

/** What `layerOf` gives, for an entry of a functional model: it may be an operation. */
function entryOf(layer: JsonObject, masks: AutomaticMasks): JsonObject {
  if (!isOperation(layer)) return layerOf(layer);
  const passesMask = masks.mustPass(layer);
  const what = `is the operation ${layer.class_name}${
    passesMask ? " of what has a mask" : ""
  }, which is not supported`;
  const converted = layerOfOperation(layer, passesMask) ??
    refuse(layer.name, what);
  return masks.areLostBy(layer) && !isOwn(converted)
    ? { ...converted, class_name: `Thaw>${converted.class_name}Operation` }
    : converted;
}

/** A functional model's layers and outputs, with activations that are layers. */
function withFollowers(
  config: JsonObject,
): { all: JsonObject[]; output_layers: Json } {
  const { layers, followers } = withActivationLayers(
    config.layers as JsonObject[],
  );
  const called = layers.map((layer) => ({
    ...layer,
    // What follows a layer takes the layer's own values.
    inbound_nodes: [...followers.values()].includes(layer.name)
      ? layer.inbound_nodes
      : behindFollowers(layer.inbound_nodes, followers),
  }));
  const outputs = config.output_layers ?? [];
  return { all: called, output_layers: behindFollowers(outputs, followers) };
}

function functionalOf(config: JsonObject): JsonObject {
  const { all, output_layers } = withFollowers(config);
  const classes = new Map(
    all.map(({ name, class_name }) => [name, class_name]),
  );
  // In tfjs the first call of a model within another is the one that made it.
  const shifted = (ends: Json) =>
    (ends as Json[][]).map(([name, node, ...rest]) => [
      name,
      isModel(classes.get(name)) ? Number(node) + 1 : node,
      ...rest,
    ]);
  // As a model's output Keras counts that call of a functional one, too.
  const outputs = (listOf(output_layers) as Json[][])
    .map(([name, node, ...rest]) => [
      name,
      isFunctional(classes.get(name)) ? Math.max(Number(node) - 1, 0) : node,
      ...rest,
    ]);
  const masks = new AutomaticMasks(all);
  const nodes = new Map(all.map((layer) => {
    const list = layer.inbound_nodes as Json[];
    return [layer, list.map((node) => nodeOf(layer, node, masks))];
  }));
  const used = new Set(
    [...nodes].flatMap(([{ name }, calls]) =>
      masks.operations.has(name) ? [] : (calls as Json[][]).flat().map(nameOf)
    ).concat(outputs.map(nameOf)),
  );
  const layers = all
    .filter(({ name }) => used.has(name) || !masks.operations.has(name))
    .map((layer) => ({
      ...asCalled(entryOf(layer, masks), layer),
      name: layer.name,
      inbound_nodes: nodes.get(layer)!.map(shifted),
    }));
  return {
    name: config.name,
    layers,
    input_layers: listOf(config.input_layers),
    output_layers: shifted(outputs),
  };
}

function sequentialOf(config: JsonObject): JsonObject {
  return {
    name: config.name,
    layers: withActivationLayers(config.layers as JsonObject[]).layers
      .map(layerOf),
  };
}

/**
 * A model's architecture as `tf.models.modelFromJSON` reads it.
 *
 * @param config What a `.keras` file's `config.json` holds.
 * @param version Keras's, of which 2 writes another form than 3.
 * @throws {RangeError} If a layer, an option or a call is not supported; names
 *   the layer.
 * @throws {SyntaxError} If it is no model.
 */
export function topologyOf(config: unknown, version = "3"): object {
  const isOld = version.startsWith("2.");
  const model = (isOld ? fromKeras2(config) : config) as JsonObject;
  const { class_name } = isRecord(model) ? model : {};
  if (!isModel(class_name)) {
    const other = class_name === undefined || class_name === null
      ? "none"
      : `${class_name}, whose code is not in the file; build it here, and read its weights by loadWeights()`;
    throw new SyntaxError(
      `A model is Sequential or Functional, got ${other}`,
    );
  }
  return layerOf(model);
}
