import * as tf from "@tensorflow/tfjs";

interface Registry {
  // deno-lint-ignore no-explicit-any -- classes of every kind, few exported
  classNameMap: Record<string, [any, any]>;
}

function registry(): Registry["classNameMap"] {
  const { SerializationMap } = tf.serialization as unknown as {
    SerializationMap: { getMap(): Registry };
  };
  return SerializationMap.getMap().classNameMap;
}

function entryOf(name: string): Registry["classNameMap"][string] {
  const entry = registry()[name];
  if (!entry) throw new RangeError(`TensorFlow.js has no class ${name}`);
  return entry;
}

/**
 * A class of tfjs by the name it is saved under; most are not exported.
 *
 * @throws {RangeError} If there is none.
 */
// deno-lint-ignore no-explicit-any -- the caller knows what it asks for
export function tfjsClass(name: string): any {
  return entryOf(name)[0];
}

/** The last class that tfjs 4.22 registers; those of users come behind it. */
const LAST = "RandomWidth";

/** Tfjs's own classes that can be saved. */
export const SHIPPED_CLASSES: ReadonlySet<unknown> = new Set(
  Object.keys(registry()).slice(0, Object.keys(registry()).indexOf(LAST) + 1)
    .map((name) => tfjsClass(name)),
);

// deno-lint-ignore no-explicit-any -- classes of every kind
type FromConfig = (...args: any[]) => any;

/**
 * Replaces how an object of a class is made of its configuration when a model
 * is loaded; its class is the first argument, its configuration the second.
 */
export function replaceFromConfig(
  name: string,
  make: (shipped: FromConfig) => FromConfig,
): void {
  const entry = entryOf(name);
  entry[1] = make(entry[1]);
}
