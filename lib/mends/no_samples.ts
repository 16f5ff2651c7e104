/**
 * Trap of tfjs 4.22: of no samples `fit` gives an empty history and `evaluate`
 * an empty array, both without a word, and `predict` an error about `concat`.
 * `fit` takes `epochs: NaN` for none, trains two epochs with `initialEpoch:
 * -1`, and with `validationSplit: 2` it trains on what it should measure on.
 *
 * Here they are refused, with what was given.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

// deno-lint-ignore no-explicit-any -- methods of every kind are wrapped
type Any = (...args: any[]) => any;

/** The tensors of one argument: one, an array or an object of them. */
function tensorsOf(data: unknown): tf.Tensor[] {
  const all = data instanceof tf.Tensor
    ? [data]
    : typeof data === "object" && data !== null
    ? Object.values(data)
    : [];
  return all.filter((one) => one instanceof tf.Tensor);
}

function checkSamples(method: string, x: unknown): void {
  if (x === undefined || x === null) {
    throw new TypeError(`${method} needs x as a tensor, got ${x}`);
  }
  const empty = tensorsOf(x).find(({ shape }) => shape[0] === 0);
  if (empty) {
    throw new RangeError(
      `${method} needs at least one sample, got x of shape [${empty.shape}]`,
    );
  }
}

function checkNumbers(args: tf.ModelFitArgs | undefined): void {
  const { epochs = 1, initialEpoch = 0, validationSplit = 0 } = args ?? {};
  for (const [name, value] of Object.entries({ epochs, initialEpoch })) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new RangeError(
        `${name} of fit must be an integer of at least 0, got ${value}`,
      );
    }
  }
  if (
    !(typeof validationSplit === "number" && validationSplit >= 0 &&
      validationSplit < 1)
  ) {
    throw new RangeError(
      `validationSplit of fit must lie in [0, 1), got ${validationSplit}`,
    );
  }
}

export function noSamples(): void {
  const methods = tf.LayersModel.prototype as unknown as Record<string, Any>;
  for (const method of ["evaluate", "predict"]) {
    const shipped = methods[method];
    methods[method] = function (x, ...args) {
      checkSamples(method, x);
      return shipped.call(this, x, ...args);
    };
  }
  const { fit } = methods;
  methods.fit = async function (x, y, args) {
    checkSamples("fit", x);
    checkNumbers(args);
    return await fit.call(this, x, y, args);
  };
}
