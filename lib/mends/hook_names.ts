/**
 * Callbacks whose hooks would never be called are refused.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { nearestName } from "../options/check_options.ts";

/** What is called of a callback on the way. */
export const HOOKS: readonly string[] = [
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  "onBatchBegin",
  "onBatchEnd",
  "onYield",
];

/** Names of an object's own fields that look like hooks. */
function hookLike(names: string[]): string[] {
  return names.filter((name) => /^on[A-Z_]/.test(name));
}

/** Methods of a class that are hooks but for their spelling. */
function misspeltMethods(callback: object): string[] {
  const prototype = Object.getPrototypeOf(callback);
  if (prototype === null || prototype === Object.prototype) return [];
  // Others may be the class's own.
  return [
    ...hookLike(Object.getOwnPropertyNames(prototype))
      .filter((name) => nearestName(name, HOOKS)),
    ...misspeltMethods(prototype),
  ];
}

/**
 * @throws {TypeError} If a callback is no object, or has a hook that is never
 * called.
 */
export function checkHookNames(callback: unknown): asserts callback is object {
  if (typeof callback !== "object" || callback === null) {
    throw new TypeError(
      `A callback is an object with hooks, got ${
        callback === null ? "null" : typeof callback
      }`,
    );
  }
  // Other fields are the callback's own.
  const wrong = [
    ...hookLike(Object.keys(callback)),
    ...misspeltMethods(callback),
  ]
    .find((name) => !HOOKS.includes(name));
  if (wrong === undefined) return;
  const meant = nearestName(wrong, HOOKS);
  throw new TypeError(
    `A callback has ${HOOKS.join(", ")}; there is no ${wrong}${
      meant ? `, did you mean ${meant}?` : ""
    }`,
  );
}

/** @throws {TypeError} If no hook of a callback would ever be called. */
export function checkHasHooks(callback: object): void {
  if (callback instanceof tf.Callback) return;
  if (HOOKS.some((hook) => hook in callback)) return;
  throw new TypeError(
    `A callback has ${HOOKS.join(", ")}; this one has none of them`,
  );
}
