/**
 * Layers of Keras that are a layer's activation, as in `Dense(64,
 * activation=LeakyReLU(0.2))`. TensorFlow.js has activations by name only, so
 * the layer follows as one of its own; neither has weights.
 *
 * @module
 */

import { isRecord } from "../../options/is_record.ts";
import type { Json, JsonObject } from "./keras_options.ts";

/** Activations that may follow as a layer; PReLU has weights. */
const FOLLOWING = ["ELU", "LeakyReLU", "ReLU"];

/** Layers that apply their activation to what they give, and to that alone. */
const PLAIN = /^(Activation|Dense|EinsumDense|\w*Conv\dD(Transpose)?)$/;

/** An activation that is a layer, by its name if it has one. */
function namedOrLayer(activation: Json | undefined): Json | undefined {
  if (!isRecord(activation)) return activation;
  const { class_name, config } = activation as JsonObject;
  if (!isRecord(config)) return activation as Json;
  const { axis = -1, activation: name } = config as JsonObject;
  if (class_name === "Softmax" && axis === -1) return "softmax";
  return class_name === "Activation" ? namedOrLayer(name) : activation as Json;
}

function nameOf({ name, config }: JsonObject): Json {
  return isRecord(config) ? (config as JsonObject).name ?? name : name;
}

/** The layer that follows a layer as its activation. */
function followerOf(layer: JsonObject, activation: JsonObject): JsonObject {
  const [old, name] = [nameOf(layer), `${nameOf(layer)}_activation`];
  const calls = (layer.inbound_nodes ?? []) as Json[];
  return {
    ...activation,
    name,
    config: { ...activation.config as JsonObject, name },
    inbound_nodes: calls.map((_, i) => ({
      args: [{
        class_name: "__keras_tensor__",
        config: { keras_history: [old, i, 0] },
      }],
      kwargs: {},
    })),
  };
}

/**
 * A list of layers in which no activation is a layer, where it can do without.
 *
 * @returns Also which layer now gives what one of the list gave, by names.
 */
export function withActivationLayers(
  layers: JsonObject[],
): { layers: JsonObject[]; followers: Map<Json, Json> } {
  const followers = new Map<Json, Json>();
  const all = layers.flatMap((layer) => {
    const { class_name, config } = layer;
    if (!PLAIN.test(String(class_name)) || !isRecord(config)) return [layer];
    const activation = namedOrLayer((config as JsonObject).activation);
    const isFollowing = isRecord(activation) &&
      FOLLOWING.includes(String(activation.class_name));
    const plain = {
      ...layer,
      config: {
        ...config as JsonObject,
        activation: isFollowing ? "linear" : activation ?? null,
      },
    };
    if (!isFollowing) {
      return [activation === undefined ? layer : plain];
    }
    const follower = followerOf(layer, activation as JsonObject);
    followers.set(nameOf(layer), follower.name);
    return [plain, follower];
  });
  return { layers: all, followers };
}

/** What takes a layer's values, taking those of its activation. */
export function behindFollowers(
  value: Json,
  followers: Map<Json, Json>,
): Json {
  if (followers.size === 0) return value;
  if (Array.isArray(value)) {
    const [name, node] = value;
    return followers.has(name) && typeof node === "number"
      ? [followers.get(name)!, ...value.slice(1)]
      : value.map((each) => behindFollowers(each, followers));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, each]) => [
      key,
      behindFollowers(each, followers),
    ]),
  );
}
