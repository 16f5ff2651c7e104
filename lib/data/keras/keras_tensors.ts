/**
 * Tensors in the calls of a functional model of Keras 3.
 *
 * @module
 */

import { isRecord } from "../../options/is_record.ts";
import type { Json, JsonObject } from "./keras_options.ts";

/** All tensors in a value, `[layer, node, tensor]` each. */
export function tensorsIn(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (!isRecord(value)) return [];
  if (value.class_name !== "__keras_tensor__") {
    return Object.values(value).flatMap(tensorsIn);
  }
  const { keras_history } = value.config as JsonObject;
  return [keras_history];
}

/** The layer that a tensor comes from. */
export function nameOf(tensor: Json): Json {
  return (tensor as Json[])[0];
}
