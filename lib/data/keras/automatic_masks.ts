/**
 * The masks that Keras 3 writes into a functional model as operations of their
 * own: `NotEqual` beside an `Embedding`, `Any` beside a `Masking`, what merging
 * layers make of several. TensorFlow.js computes all of these by itself.
 *
 * @module
 */

import { isRecord } from "../../options/is_record.ts";
import { isOperation } from "./keras_operations.ts";
import type { Json, JsonObject } from "./keras_options.ts";
import { nameOf, tensorsIn } from "./keras_tensors.ts";

export class AutomaticMasks {
  readonly #layers: Map<Json, JsonObject>;
  /** Names of the operations that made a mask which was left out. */
  readonly operations = new Set<Json>();
  /** Operations that a mask which was left out has to pass. */
  readonly #passed = new Set<JsonObject>();

  /** @param layers Those of a functional model. */
  constructor(layers: JsonObject[]) {
    this.#layers = new Map(layers.map((layer) => [layer.name, layer]));
  }

  /**
   * Whether a call would get this mask anyhow, by the layers before it.
   *
   * @param mask What the call has as its mask.
   * @param inputs Tensors of the call.
   */
  leaveOut(mask: Json, inputs: Json[]): boolean {
    const isFromLayer = ({ name }: JsonObject) =>
      !isOperation(this.#layers.get(name));
    const made = this.#before(tensorsIn(mask), isFromLayer)
      .filter((layer) => isOperation(layer));
    const compared = made.filter(({ class_name }) => class_name === "NotEqual");
    // Two tensors may have two masks, or one.
    const before = this.#before(inputs, takesTwo);
    const makers = before.filter(makesMask);
    const isKnown = compared.length > 0 && compared.every((operation) => {
      const [x, value] = argumentsOf(operation);
      return makers.some((maker) =>
        maskedValue(maker) === value &&
        JSON.stringify(tensorsIn(argumentsOf(maker))) ===
          JSON.stringify(tensorsIn(x))
      );
    });
    if (!isKnown) return false;
    for (const { name } of made) this.operations.add(name);
    for (const layer of before) {
      if (!takesTwo(layer)) this.#passed.add(layer);
    }
    return true;
  }

  /**
   * Whether an operation's result has no mask where its tensors have one: in
   * Keras layers alone pass masks on.
   */
  areLostBy(operation: JsonObject): boolean {
    return !this.#passed.has(operation) &&
      this.#before(tensorsIn(operation.inbound_nodes)).some(makesMask);
  }

  /** Whether what follows was given the mask of what the operation takes. */
  mustPass(operation: JsonObject): boolean {
    return this.#passed.has(operation);
  }

  /** The layers that tensors come from, up to those at which it stops. */
  #before(
    tensors: Json[],
    stop: (layer: JsonObject) => boolean = () => false,
  ): JsonObject[] {
    const found = new Set<JsonObject>();
    const open = [...tensors];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const layer = this.#layers.get(nameOf(next));
      if (!layer || found.has(layer)) continue;
      found.add(layer);
      if (!stop(layer)) open.push(...tensorsIn(layer.inbound_nodes));
    }
    return [...found];
  }
}

function makesMask({ class_name, config }: JsonObject): boolean {
  return class_name === "Masking" ||
    (class_name === "Embedding" && isRecord(config) &&
      config.mask_zero === true);
}

function takesTwo(layer: JsonObject): boolean {
  return isOperation(layer) && tensorsIn(argumentsOf(layer)).length > 1;
}

function maskedValue({ config }: JsonObject): Json {
  return (config as JsonObject).mask_value ?? 0;
}

/** Of the first call. */
function argumentsOf({ inbound_nodes }: JsonObject): Json[] {
  const [node] = (inbound_nodes ?? []) as Json[];
  return isRecord(node) && Array.isArray(node.args) ? node.args : [];
}
