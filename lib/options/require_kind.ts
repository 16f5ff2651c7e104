/**
 * Refuses arguments of another kind. Types are not checked in a notebook, so
 * what was forgotten or swapped would end in an error about `undefined`.
 *
 * @module
 */

import { isRecord } from "./is_record.ts";

/** What can be asked for: how a message calls it, and how it is known. */
const KINDS = {
  boolean: ["true or false", (value) => typeof value === "boolean"],
  draw: ["an object { seed, layer, step }", isRecord],
  function: ["a function", (value) => typeof value === "function"],
  layer: [
    "a model or layer",
    (value) => typeof fields(value).getClassName === "function",
  ],
  list: ["an array", isList],
  model: [
    "a model",
    (value) =>
      typeof fields(value).getClassName === "function" &&
      Array.isArray(fields(value).layers),
  ],
  number: [
    "a number",
    (value) => typeof value === "number" && !Number.isNaN(value),
  ],
  numbers: [
    "an array of numbers",
    (value) =>
      isList(value) &&
      Array.from(value).every((each) => typeof each === "number"),
  ],
  object: ["an object", isRecord],
  optimizer: [
    "an optimizer",
    (value) => typeof fields(value).applyGradients === "function",
  ],
  tensor: [
    "a tensor",
    (value) => fields(value).dataId !== undefined && !fields(value).isDisposed,
  ],
  text: ["text", (value) => typeof value === "string"],
} satisfies Record<string, [string, (value: unknown) => boolean]>;

/** What an argument may have to be. */
export type Kind = keyof typeof KINDS;

function isList(value: unknown): value is ArrayLike<unknown> {
  return typeof value === "object" &&
    typeof fields(value).length === "number";
}

/** A value's fields; none of null and undefined. */
function fields(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}

/** A value in a few words: text in quotes, an object by its class. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object" || value === null) return String(value);
  if (fields(value).isDisposed) return "one that is disposed of";
  const name = value.constructor?.name;
  return !name || name === "Object" ? "an object" : `a value of ${name}`;
}

/**
 * @param owner The function that takes the argument: `trackChanges`.
 * @param name The argument as its documentation names it.
 * @throws {TypeError} If `value` is of another kind, with what was given.
 */
export function requireKind(
  owner: string,
  name: string,
  value: unknown,
  kind: Kind,
): void {
  const [phrase, isKind] = KINDS[kind];
  if (isKind(value)) return;
  throw new TypeError(
    `${name} of ${owner} must be ${phrase}, got ${
      isList(value) && phrase.startsWith("an array")
        ? "an array of other things"
        : shown(value)
    }`,
  );
}
