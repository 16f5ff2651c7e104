import {
  deepStrictEqual,
  notDeepStrictEqual,
  throws,
} from "node:assert/strict";
import {
  splitValidation,
  takeSamples,
} from "../../../lib/data/split_validation.ts";

/** Ten samples of two values, and labels that tell them apart. */
const x = {
  shape: [10, 2],
  data: Uint8Array.from({ length: 20 }, (_, i) => i),
};
const y = Array.from({ length: 10 }, (_, i) => `label ${i}`);

Deno.test("splitValidation() keeps samples with their labels", () => {
  const { xTrain, yTrain, xValidation, yValidation } = splitValidation(
    x,
    y,
    0.3,
    7,
  );
  deepStrictEqual([xTrain.shape, xValidation.shape], [[7, 2], [3, 2]]);
  for (
    const [part, labels] of [[xTrain, yTrain], [
      xValidation,
      yValidation,
    ]] as const
  ) {
    deepStrictEqual(
      labels,
      labels.map((_, i) => `label ${part.data[2 * i] / 2}`),
    );
  }
  deepStrictEqual([...yTrain, ...yValidation].sort(), y);
});

Deno.test("splitValidation() repeats by seed", () => {
  const split = (seed: number) => splitValidation(x, y, 0.5, seed);
  deepStrictEqual(split(1), split(1));
  notDeepStrictEqual(split(1), split(2));
});

Deno.test("splitValidation() throws when a part would be empty", () => {
  for (const fraction of [0, 0.01, 1]) {
    throws(() => splitValidation(x, y, fraction, 0), RangeError);
  }
  throws(() => splitValidation(x, y, NaN, 0), TypeError);
});

Deno.test("splitValidation() throws on more samples than labels", () => {
  throws(
    () => splitValidation(x, y.slice(1), 0.5, 0),
    /10 samples but 9 labels/,
  );
});

Deno.test("takeSamples() copies rows in the order asked for", () => {
  deepStrictEqual(takeSamples(x, [4, 0, 4]), {
    shape: [3, 2],
    data: Uint8Array.of(8, 9, 0, 1, 8, 9),
  });
  deepStrictEqual(takeSamples(y, Int32Array.of(9)), ["label 9"]);
});

Deno.test("takeSamples() takes both parts of complex numbers", () => {
  const z = { shape: [2], data: Float64Array.of(1, 2, 3, 4) };
  deepStrictEqual(takeSamples(z, [1]).data, Float64Array.of(3, 4));
});

Deno.test("takeSamples() throws on a place that is none", () => {
  throws(() => takeSamples(x, [10]), /No sample 10 among 10/);
  throws(() => takeSamples(x, [0.5]), RangeError);
});
