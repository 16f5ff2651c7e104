/**
 * Which TensorFlow.js models are in `fit` and which steps in `minimize`, so that
 * Stop ends training at the end of a batch or step, where nothing is left half
 * done, and a hard Stop leaves no model that thinks it still trains.
 *
 * @module
 */

import { engine } from "./tfjs_engine.ts";
import { Object } from "../language/natives.ts";
import { endIfAsked } from "./tfjs_operations.ts";

/** Read by `fit` after each batch; `stopTraining` of tfjs-layers 4.22. */
const FLAG = "stopTraining_";

interface Model {
  /** While true, `fit` refuses to start. */
  isTraining: boolean;
  /** The model inside a Sequential. */
  model?: Model;
}

type Minimize = (this: unknown, ...args: unknown[]) => unknown;
interface OptimizerClass {
  prototype: { minimize: Minimize };
}

type Fit = (this: Model, ...args: unknown[]) => Promise<unknown>;
interface ModelClass {
  prototype: Record<"fit" | "fitDataset", Fit>;
}

const { apply } = Reflect;
const training = new Set<Model>();
const watched = new WeakSet<object>();

function watch({ prototype }: ModelClass) {
  if (watched.has(prototype)) return;
  watched.add(prototype);
  for (const method of ["fit", "fitDataset"] as const) {
    const fit = prototype[method];
    if (typeof fit !== "function") continue;
    prototype[method] = async function (...args) {
      endIfAsked();
      training.add(this);
      try {
        return await apply(fit, this, args);
      } finally {
        release(this);
        training.delete(this);
      }
    };
  }
}

/** Steps of `minimize` under way. */
let steps = 0;

/** Whether a step is under way, at whose end a stopped cell ends. */
export function inStep(): boolean {
  return steps > 0;
}

/**
 * A stopped cell ends at the end of its step; and the step has a scope, so that
 * a hard Stop in it frees the gradients.
 */
function watchMinimize({ prototype }: OptimizerClass) {
  if (watched.has(prototype)) return;
  watched.add(prototype);
  const { minimize } = prototype;
  prototype.minimize = function (...args) {
    endIfAsked();
    const found = engine()!;
    found.startScope("minimize");
    steps++;
    let cost;
    try {
      const result = apply(minimize, this, args);
      endIfAsked();
      return cost = result;
    } finally {
      steps--;
      found.endScope(cost);
    }
  };
}

/** Watches the models and optimizers of a module namespace, if it has any. */
export function watchTraining(namespace: unknown) {
  const { LayersModel, Sequential, Optimizer } = namespace as {
    LayersModel?: ModelClass;
    Sequential?: ModelClass;
    Optimizer?: OptimizerClass;
  };
  if (!LayersModel || !Sequential || !Optimizer || !engine()) return;
  watch(LayersModel);
  watch(Sequential);
  watchMinimize(Optimizer);
}

function* parts(model: Model): Generator<Model> {
  yield model;
  if (model.model) yield* parts(model.model);
}

/** Asks every model in `fit` to end with its batch; false if there is none. */
export function stopTraining(): boolean {
  for (const model of training) {
    for (const part of parts(model)) hold(part);
  }
  return training.size > 0;
}

/**
 * Keeps the flag set: `fit` clears it when it begins with its first epoch, also
 * when Stop came before.
 */
function hold(model: Model) {
  Object.defineProperty(model, FLAG, {
    get: () => true,
    set() {},
    configurable: true,
  });
}

/** The flag is the user's again. */
function release(model: Model) {
  for (const part of parts(model)) {
    const held = Object.getOwnPropertyDescriptor(part, FLAG)?.get;
    if (held) {
      Object.defineProperty(part, FLAG, {
        value: true,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  }
}

/** After a hard Stop: none of them is in training any more. */
export function repairModels() {
  for (const model of training) {
    release(model);
    for (const part of parts(model)) part.isTraining = false;
  }
  training.clear();
  steps = 0;
}
