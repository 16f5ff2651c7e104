/**
 * Trap of tfjs 4.22: a misspelt argument is ignored without a word: `activaton`
 * of a layer, `metric` of `compile`, `batch_size` of `fit`, `onEpochend` of a
 * callback. `tf.train.adam({ learningRate: 0.01 })` makes all weights NaN, and
 * so does `tf.train.sgd()`. `compile` without a loss ends in an error about
 * `undefined`. Its `fit` ignores `stepsPerEpoch`, and `evaluate`
 * ignores `sampleWeight`.
 *
 * Here they are refused, with the nearest name. Layers that are made of a saved
 * model's configuration may hold what they like.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { ARGUMENT_NAMES } from "./argument_names.ts";
import { checkHasHooks, checkHookNames } from "./hook_names.ts";

// deno-lint-ignore no-explicit-any -- functions of every kind are wrapped
type Any = (...args: any[]) => any;

/** Refuses an object with other names; a name without a value is let pass. */
function checkNames(
  owner: string,
  given: object | null | undefined,
  names: readonly string[],
): void {
  const isPlain = given !== null && typeof given === "object" &&
    !Array.isArray(given);
  const named = isPlain
    ? Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    )
    : given;
  const all = Object.fromEntries(names.map((name) => [name, true as const]));
  checkOptions(owner, named as Record<string, unknown> | null, all);
}

/** Methods of models: the place of their options, and what these are. */
const METHODS: Record<string, { place: number; names: readonly string[] }> = {
  compile: {
    place: 0,
    names: ["optimizer", "loss", "metrics", "lossWeights"],
  },
  fit: {
    place: 2,
    names: [
      "batchSize",
      "epochs",
      "verbose",
      "callbacks",
      "validationSplit",
      "validationData",
      "shuffle",
      "classWeight",
      "sampleWeight",
      "initialEpoch",
      "yieldEvery",
    ],
  },
  fitDataset: {
    place: 1,
    names: [
      "batchesPerEpoch",
      "epochs",
      "verbose",
      "callbacks",
      "validationData",
      "validationBatchSize",
      "validationBatches",
      "validationSplit",
      "initialEpoch",
      "classWeight",
      "yieldEvery",
    ],
  },
  evaluate: { place: 2, names: ["batchSize", "verbose", "steps"] },
  evaluateDataset: { place: 1, names: ["batches", "verbose"] },
  predict: { place: 1, names: ["batchSize", "verbose"] },
  save: { place: 1, names: ["trainableOnly", "includeOptimizer"] },
};

/** What this library's own function takes and tfjs's ignores. */
const IGNORED: Record<string, Record<string, string>> = {
  fit: {
    stepsPerEpoch: "fit(model, x, y, { stepsPerEpoch }) of thaw takes it",
    validationSteps: "fit(model, x, y, { validationSteps }) of thaw takes it",
  },
  evaluate: {
    sampleWeight:
      "fit(model, x, y, { validationData: [x, y, sampleWeight] }) of thaw takes it",
  },
};

function checkMethod(method: string, options: object | undefined): void {
  if (typeof options === "object" && options !== null) {
    for (const [name, way] of Object.entries(IGNORED[method] ?? {})) {
      if ((options as Record<string, unknown>)[name] == null) continue;
      throw new TypeError(`${method} of TensorFlow.js ignores ${name}; ${way}`);
    }
    const { callbacks } = options as { callbacks?: object | object[] };
    for (const callback of [callbacks ?? []].flat()) {
      checkHookNames(callback);
      if (Object.keys(callback).length > 0) checkHasHooks(callback);
    }
  }
  checkNames(method, options, METHODS[method].names);
  if (method === "compile") checkNeeded(options);
}

/** Names that tfjs knows optimizers by. */
const OPTIMIZERS = [
  "adadelta",
  "adagrad",
  "adam",
  "adamax",
  "rmsprop",
  "sgd",
  "Adadelta",
  "Adagrad",
  "Adam",
  "Adamax",
  "RMSProp",
  "SGD",
];

/** Refuses to compile without an optimizer or a loss. */
function checkNeeded(options: Partial<tf.ModelCompileArgs> = {}): void {
  const { optimizer, loss } = options;
  if (optimizer == null || loss == null) {
    const missing = optimizer == null ? "an optimizer" : "a loss";
    throw new TypeError(`compile({ optimizer, loss }) needs ${missing}`);
  }
  if (typeof optimizer === "string") {
    requireKnown("optimizer", optimizer, OPTIMIZERS);
  }
}

/** Optimizers: which numbers they take, and how many they need. */
const NUMBERS: Record<string, { names: readonly string[]; needed: number }> = {
  sgd: { names: ["learningRate"], needed: 1 },
  momentum: { names: ["learningRate", "momentum"], needed: 2 },
  rmsprop: {
    names: ["learningRate", "decay", "momentum", "epsilon"],
    needed: 1,
  },
  adam: { names: ["learningRate", "beta1", "beta2", "epsilon"], needed: 0 },
  adamax: {
    names: ["learningRate", "beta1", "beta2", "epsilon", "decay"],
    needed: 0,
  },
  adadelta: { names: ["learningRate", "rho", "epsilon"], needed: 0 },
  adagrad: { names: ["learningRate", "initialAccumulatorValue"], needed: 1 },
};

function checkNumbers(optimizer: string, given: unknown[]): void {
  const { names, needed } = NUMBERS[optimizer];
  for (const [i, name] of names.entries()) {
    const value = given[i];
    if (value == null && i >= needed) continue;
    if (typeof value === "number" && !Number.isNaN(value)) continue;
    const order = names.join(", ");
    throw new TypeError(
      `tf.train.${optimizer} takes ${order} as numbers, in this order; ${name} is ${
        typeof value === "object" ? "an object" : String(value)
      }`,
    );
  }
}

/** A value in a few words, as a user would write it. */
function written(value: unknown): string {
  if (value instanceof tf.layers.Layer) return "a layer";
  return JSON.stringify(value);
}

/**
 * Refuses Keras's arguments by position: `dense(64)`, `concatenate([a, b])`.
 *
 * @param owner The function: `tf.layers.dense`.
 */
function checkPlaces(
  owner: string,
  [first, second]: unknown[],
  [name]: readonly string[],
): void {
  const way = `${owner} takes its options as an object`;
  if (Array.isArray(first) && first[0] instanceof tf.SymbolicTensor) {
    throw new TypeError(
      `${way}, got an array; ${owner}().apply([a, b]) joins what layers give`,
    );
  }
  const isValue = ["number", "string"].includes(typeof first) ||
    Array.isArray(first) || first instanceof tf.layers.Layer;
  if (isValue) {
    throw new TypeError(`${way}, such as { ${name}: ${written(first)} }`);
  }
  // map() gives an index as the second.
  if (second === undefined || typeof second === "number") return;
  throw new TypeError(`${owner} takes one object of options, got 2 arguments`);
}

/** Calls `check` with the arguments before a function gets them. */
function checked(
  holder: object,
  name: string,
  check: (args: unknown[]) => void,
): void {
  const functions = holder as Record<string, Any>;
  const shipped = functions[name];
  functions[name] = function (...args) {
    check(args);
    return shipped.apply(this, args);
  };
}

export function misspeltArguments(): void {
  for (const [part, functions] of Object.entries(ARGUMENT_NAMES)) {
    const holder = tf[part as keyof typeof ARGUMENT_NAMES];
    for (const [name, names] of Object.entries(functions)) {
      checked(holder, name, (args) => {
        const owner = `tf.${part}.${name}`;
        checkPlaces(owner, args, names);
        // Layers of tfjs read an object, even where all has a default.
        args[0] ??= {};
        checkNames(owner, args[0] as object, names);
      });
    }
  }
  for (const [method, { place }] of Object.entries(METHODS)) {
    checked(tf.LayersModel.prototype, method, (args) => {
      checkMethod(method, args[place] as object | undefined);
    });
  }
  checked(tf.LayersModel.prototype, "loadWeights", ([weights]) => {
    if (typeof weights !== "string") return;
    throw new TypeError(
      `A file's weights are loaded by loadWeights(model, "${weights}") of thaw`,
    );
  });
  checked(tf.LayersModel.prototype, "save", ([folder]) => {
    if (folder != null) return;
    throw new TypeError('A model is saved into a folder: save("file://model")');
  });
  for (const optimizer of Object.keys(NUMBERS)) {
    checked(tf.train, optimizer, (args) => checkNumbers(optimizer, args));
  }
}
