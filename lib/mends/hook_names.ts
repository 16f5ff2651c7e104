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

/** @throws {TypeError} If a callback has a hook that is never called. */
export function checkHookNames(callback: object): void {
  // Other fields are the callback's own.
  const wrong = Object.keys(callback).find((name) =>
    /^on[A-Z_]/.test(name) && !HOOKS.includes(name)
  );
  if (wrong === undefined) return;
  const meant = nearestName(wrong, HOOKS);
  throw new TypeError(
    `A callback has ${HOOKS.join(", ")}; there is no ${wrong}${
      meant ? `, did you mean ${meant}?` : ""
    }`,
  );
}
