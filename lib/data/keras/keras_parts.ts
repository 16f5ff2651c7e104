/**
 * What a layer of Keras is made of, under its names in TensorFlow.js:
 * activations, initializers, regularizers and constraints.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { isRecord } from "../../options/is_record.ts";
import type { Json, JsonObject } from "./keras_options.ts";
import { fail, refuse } from "./keras_refusals.ts";

/** What tfjs or this library registered under a name. */
export function registered(
  className: string,
): { prototype: unknown } | undefined {
  type Registered = [{ prototype: unknown }, unknown];
  const { SerializationMap } = tf.serialization as unknown as {
    SerializationMap: {
      getMap(): { classNameMap: Record<string, Registered> };
    };
  };
  const { classNameMap } = SerializationMap.getMap();
  return Object.hasOwn(classNameMap, className)
    ? classNameMap[className][0]
    : undefined;
}

/** Whether a class of Keras's is a model of layers that are called on tensors. */
export function isFunctional(className: Json | undefined): boolean {
  return className === "Functional" || className === "Model";
}

/** Whether a class of Keras's is a model. */
export function isModel(className: Json | undefined): boolean {
  return isFunctional(className) || className === "Sequential";
}

/** Not so is `Identity`, an initializer in tfjs. */
export function isLayer(className: string): boolean {
  return registered(className)?.prototype instanceof tf.layers.Layer;
}

/** Keras's `leaky_relu` as TensorFlow.js spells it, `leakyRelu`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

/** An activation's name here. */
export function activationOf(
  name: Json | undefined,
  activation: string,
): string {
  // What Keras saves for `swish`, too.
  if (activation === "silu") return "swish";
  if (activation === "hard_sigmoid") return "kerasHardSigmoid";
  if (registered(camelCase(activation))) return activation;
  return fail(name, `has the activation ${activation}, which is not supported`);
}

/** Initializers that TensorFlow.js spells otherwise. */
const INITIALIZERS: Record<string, string> = {
  LecunNormal: "LeCunNormal",
  LecunUniform: "LeCunUniform",
};

/**
 * A regularizer, initializer or constraint.
 *
 * @param name The layer's.
 * @param key The option: `kernel_regularizer`.
 * @returns Undefined for an initializer that is not known: the weights come
 *   from the file.
 */
export function partOf(
  name: Json | undefined,
  key: string,
  { class_name, config }: JsonObject,
): Json | undefined {
  const plain = String(class_name);
  if (["L1", "L2", "L1L2"].includes(plain)) {
    const { l1 = 0, l2 = 0 } = isRecord(config) ? config : {};
    return { class_name: "L1L2", config: { l1, l2 } } as JsonObject;
  }
  const known = INITIALIZERS[plain] ?? plain;
  const { distribution } = isRecord(config) ? config : {};
  if (distribution === "untruncated_normal") return undefined;
  if (registered(known)) return { class_name: known, config: config ?? {} };
  if (key.endsWith("_initializer")) return undefined;
  return refuse(name, `has the ${key} ${plain}, which is not supported`);
}
