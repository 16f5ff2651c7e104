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
import { tensorsIn } from "./keras_tensors.ts";

/** A layer, and what one of its calls was given. */
interface Call {
  layer: JsonObject;
  args: Json[];
}

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
    const made = this.#before(
      tensorsIn(mask),
      ({ layer }) => !isOperation(layer),
    ).map(({ layer }) => layer)
      .filter((layer) => isOperation(layer));
    const compared = made.filter(({ class_name }) => class_name === "NotEqual");
    // Two tensors may have two masks, or one.
    const before = this.#before(inputs, takesTwo);
    const makers = before.filter(({ layer }) => makesMask(layer));
    const isKnown = compared.length > 0 && compared.every((operation) => {
      const [x, value] = argumentsOf(operation.inbound_nodes);
      return makers.some(({ layer, args }) =>
        maskedValue(layer) === value &&
        JSON.stringify(tensorsIn(args)) === JSON.stringify(tensorsIn(x))
      );
    });
    if (!isKnown) return false;
    for (const { name } of made) this.operations.add(name);
    for (const call of before) {
      if (!takesTwo(call)) this.#passed.add(call.layer);
    }
    return true;
  }

  /**
   * Whether an operation's result has no mask where its tensors have one: in
   * Keras layers alone pass masks on.
   */
  areLostBy(operation: JsonObject): boolean {
    return !this.#passed.has(operation) &&
      this.#before(tensorsIn(operation.inbound_nodes))
        .some(({ layer }) => makesMask(layer));
  }

  /** Whether what follows was given the mask of what the operation takes. */
  mustPass(operation: JsonObject): boolean {
    return this.#passed.has(operation);
  }

  /** The calls that tensors come from, up to those at which it stops. */
  #before(
    tensors: Json[],
    stop: (call: Call) => boolean = () => false,
  ): Call[] {
    const found = new Map<string, Call>();
    const open = [...tensors];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [name, node] = next as Json[];
      const layer = this.#layers.get(name);
      const key = JSON.stringify([name, node]);
      if (!layer || found.has(key)) continue;
      const nodes = (layer.inbound_nodes ?? []) as Json[];
      const call = { layer, args: argumentsOf(nodes.slice(Number(node))) };
      found.set(key, call);
      if (!stop(call)) open.push(...tensorsIn(nodes[Number(node)]));
    }
    return [...found.values()];
  }
}

function makesMask({ class_name, config }: JsonObject): boolean {
  return class_name === "Masking" ||
    (class_name === "Embedding" && isRecord(config) &&
      config.mask_zero === true);
}

function takesTwo({ layer, args }: Call): boolean {
  return isOperation(layer) && tensorsIn(args).length > 1;
}

function maskedValue({ config }: JsonObject): Json {
  return (config as JsonObject).mask_value ?? 0;
}

/** Of the first of some calls. */
function argumentsOf(nodes: Json | undefined): Json[] {
  const [node] = (nodes ?? []) as Json[];
  return isRecord(node) && Array.isArray(node.args) ? node.args : [];
}
