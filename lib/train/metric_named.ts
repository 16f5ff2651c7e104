/**
 * Metrics by Keras's names and by TensorFlow.js's.
 *
 * @module
 */

/** Keras logs a metric as `compile` was given it, tfjs by its shorter name. */
const NAMES = [["accuracy", "acc"], ["crossentropy", "ce"]];

/**
 * The one of `names` that a metric goes by: its own, or what tfjs makes of
 * Keras's, as in `val_accuracy` and `val_acc`. Undefined if there is none.
 */
export function metricNamed(
  metric: string,
  names: readonly string[],
): string | undefined {
  if (names.includes(metric)) return metric;
  for (const [long, short] of NAMES) {
    for (const [from, to] of [[long, short], [short, long]]) {
      const other = metric.replace(new RegExp(`(^|_)${from}$`), `$1${to}`);
      if (other !== metric && names.includes(other)) return other;
    }
  }
  return undefined;
}
