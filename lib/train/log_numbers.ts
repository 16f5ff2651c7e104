import * as tf from "@tensorflow/tfjs";

/** Logs as numbers; tfjs's own `fit` has scalars in them. */
export async function logNumbers(
  logs: tf.Logs | undefined,
): Promise<Record<string, number>> {
  const entries = Object.entries(logs ?? {}) as [string, unknown][];
  return Object.fromEntries(
    await Promise.all(entries.map(async ([name, value]) => [
      name,
      value instanceof tf.Tensor ? (await value.data())[0] : Number(value),
    ])),
  );
}
