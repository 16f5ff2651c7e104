import * as tf from "@tensorflow/tfjs";

interface Registry {
  // deno-lint-ignore no-explicit-any -- classes of every kind, few exported
  classNameMap: Record<string, [any, unknown]>;
}

/**
 * A class of tfjs by the name it is saved under; most are not exported.
 *
 * @throws {RangeError} If there is none.
 */
// deno-lint-ignore no-explicit-any -- the caller knows what it asks for
export function tfjsClass(name: string): any {
  const { SerializationMap } = tf.serialization as unknown as {
    SerializationMap: { getMap(): Registry };
  };
  const entry = SerializationMap.getMap().classNameMap[name];
  if (!entry) throw new RangeError(`TensorFlow.js has no class ${name}`);
  return entry[0];
}
