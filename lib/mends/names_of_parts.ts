/**
 * Trap of tfjs 4.22: where a layer is given a name that tfjs doesn't know, as the
 * initializer `he_normal`, the regularizer `l2` or the activation `Relu`, the
 * error says that it may be defined in Python, and names none that is known.
 *
 * Where a function, a layer or a number is given, it says that the format is
 * improper.
 *
 * Here the error of `tf.layers` lists the known names, and the nearest.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { requireKnown } from "../options/known_value.ts";

const UNKNOWN =
  /^Unknown (activation|initializer|regularizer|constraint): ([^\s.]+)\. /;

/** The names of a kind, as arguments of layers have them. */
function namesOf(kind: string): string[] {
  if (kind === "regularizer") return ["l1l2"];
  if (kind === "initializer") return Object.keys(tf.initializers);
  if (kind === "constraint") return Object.keys(tf.constraints);
  // Activations alone are registered in small letters.
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return Object.keys(classNameMap).filter((name) => /^[a-z]/.test(name));
}

const IMPROPER =
  /^(activation|initializer|regularizer|constraint): Improper config format/;

/** What each kind is, as arguments of layers have it. */
const WAYS: Record<string, string> = {
  activation: 'a name such as "relu"',
  constraint: "what tf.constraints.maxNorm({ maxValue: 2 }) makes, or a name",
  initializer: 'a name such as "heNormal", or what tf.initializers makes',
  regularizer: "what tf.regularizers.l2({ l2: 0.01 }) makes",
};

/** @throws {TypeError} If a part was neither a name nor of its kind. */
function sayWay(error: unknown, options: unknown): void {
  const [, kind] = IMPROPER.exec((error as Error)?.message) ?? [];
  if (kind === undefined) return;
  const [, given] = Object.entries((options ?? {}) as object).find((
    [name, value],
  ) => name.toLowerCase().endsWith(kind) && typeof value !== "string") ?? [];
  const shown = given instanceof tf.layers.Layer
    ? `a layer, which follows this one in a model`
    : typeof given === "function"
    ? "a function"
    : String(given);
  throw new TypeError(`${kind} is ${WAYS[kind]}, got ${shown}`);
}

/** @throws {RangeError} If it is such an error, with the names there are. */
function sayNames(error: unknown): void {
  const [, kind, name] = UNKNOWN.exec((error as Error)?.message) ?? [];
  if (kind === undefined) return;
  if (kind === "regularizer" && /^l[12]$/i.test(name)) {
    const plain = name.toLowerCase();
    throw new RangeError(
      `regularizer "${name}" is not known by name, which would not say how strong it is; write tf.regularizers.${plain}({ ${plain}: 0.01 })`,
    );
  }
  requireKnown(kind, name, namesOf(kind).sort());
}

export function namesOfParts(): void {
  const layers = tf.layers as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of Object.keys(layers)) {
    // Classes begin with a capital.
    if (!/^[a-z]/.test(name)) continue;
    const shipped = layers[name];
    layers[name] = function (...args) {
      try {
        return shipped.apply(this, args);
      } catch (error) {
        sayNames(error);
        sayWay(error, args[0]);
        throw error;
      }
    };
  }
}
