/**
 * What `fit` calls on the way, and what it passes from a training that was
 * stopped to the one that goes on.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkHasHooks, checkHookNames, HOOKS } from "../mends/hook_names.ts";
import { CallbacksInTurn } from "./callbacks_in_turn.ts";
import type { TrainingPosition } from "./training_position.ts";

/** What is called on the way; an epoch's logs may be added to. */
export interface FitHooks {
  /** Before all else; `model.history` is already this training's. */
  setModel?(model: tf.LayersModel): void;
  /** `logs` has the epoch and the batch at which the training begins. */
  onTrainBegin?(logs?: TrainingStart): void | Promise<void>;
  onTrainEnd?(): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  onEpochEnd?(
    epoch: number,
    logs: Record<string, number>,
  ): void | Promise<void>;
  onBatchBegin?(
    batch: number,
    logs: Record<string, number>,
  ): void | Promise<void>;
  onBatchEnd?(
    batch: number,
    logs: Record<string, number>,
  ): void | Promise<void>;
}

/** Where a training begins. */
export type TrainingStart = Record<"epoch" | "batch" | "resumed", number>;

/** A tfjs `Callback`, or an object with `onEpochEnd` and the like. */
export type FitCallback =
  | Pick<tf.Callback, "setModel" | "setParams">
  | FitHooks;

/**
 * A callback that remembers something: when a training goes on, the one given
 * then takes over what the one of the same name had.
 */
export interface Remembering {
  /** Tells it from others of its kind. */
  readonly name: string;
  /** What it remembers; the training that goes on gives it back. */
  saveState(): unknown;
  loadState(state: unknown): void;
}

/** What callbacks remember, by name. */
export type CallbackStates = Map<string, unknown>;

function remembering(callbacks: readonly object[]): Remembering[] {
  return callbacks.filter((callback): callback is Remembering =>
    "saveState" in callback && "loadState" in callback
  );
}

/** tfjs calls hooks without the object that they are of. */
function boundHooks(callback: object): tf.CustomCallbackArgs {
  const hooks = callback as Record<string, unknown>;
  return Object.fromEntries(
    HOOKS.filter((name) => typeof hooks[name] === "function")
      .map((name) => [name, (hooks[name] as () => unknown).bind(callback)]),
  );
}

/** The callbacks as tfjs calls them, told of the model. */
export function callbackList(
  model: tf.LayersModel,
  callbacks: FitCallback[],
  position: TrainingPosition,
): CallbacksInTurn {
  const list = new CallbacksInTurn(
    callbacks.map((callback) => {
      if (callback instanceof tf.Callback) return callback;
      (callback as FitHooks).setModel?.(model);
      return new tf.CustomCallback(boundHooks(callback), "never");
    }),
    position,
  );
  list.setModel(model);
  return list;
}

/** @throws {TypeError} If a callback has a hook that is never called, or none. */
export function checkHooks(callback: object): void {
  checkHookNames(callback);
  if (callback instanceof tf.Callback) return;
  // An instance of a user's class has its methods on the prototype.
  const hooks = callback as Record<string, unknown>;
  const other = HOOKS.find((name) =>
    hooks[name] !== undefined && typeof hooks[name] !== "function"
  );
  if (other) throw new TypeError(`${other} of a callback is no function`);
  checkHasHooks(callback);
}

/** What the callbacks remember at this moment. */
export function savedStates(callbacks: FitCallback[]): CallbackStates {
  return new Map(
    remembering(callbacks).map((callback) => [
      callback.name,
      callback.saveState(),
    ]),
  );
}

/** Gives callbacks back what those of the same name remembered. */
export function loadStates(
  callbacks: FitCallback[],
  states: CallbackStates,
): void {
  for (const callback of remembering(callbacks)) {
    if (states.has(callback.name)) {
      callback.loadState(states.get(callback.name));
    }
  }
}
