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

/** Those names that look like hooks'. */
function hookLike(names: string[]): string[] {
  return names.filter((name) => /^on[A-Z_]/.test(name));
}

function isPlain(object: object): boolean {
  return [Object.prototype, null].includes(Object.getPrototypeOf(object));
}

/**
 * Fields and methods of a class that are hooks but for their spelling; others
 * are its own, as `onProgress`.
 */
function misspeltMembers(owner: object | null): string[] {
  if (owner === null || owner === Object.prototype) return [];
  return [
    ...hookLike(Object.getOwnPropertyNames(owner))
      .filter((name) => nearestName(name, HOOKS)),
    ...misspeltMembers(Object.getPrototypeOf(owner)),
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
  const names = isPlain(callback)
    ? hookLike(Object.keys(callback))
    : misspeltMembers(callback);
  const wrong = names.find((name) => !HOOKS.includes(name));
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
