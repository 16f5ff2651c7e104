/**
 * Samples set aside for validation, the same ones for the same seed.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { shuffle } from "../random/shuffle.ts";
import type { NdArray } from "./numpy/nd_array.ts";

/** Samples along the first axis, or a list of them. */
export type Samples = NdArray | readonly unknown[];

/** What sets apart these numbers from others' of the same seed. */
const SET = 0x5e_71_00_00;

/** Two parts of a set of samples. */
export interface Split<X, Y> {
  readonly xTrain: X;
  readonly yTrain: Y;
  readonly xValidation: X;
  readonly yValidation: Y;
}

/**
 * Splits samples and labels at random.
 *
 * @param fraction Share that goes to validation, in (0, 1); rounded to whole samples.
 * @param seed Integer in [0, 2^32).
 * @returns Copies; the arguments keep their order.
 * @throws {RangeError} If `x` and `y` differ in number, or a part would be empty.
 */
export function splitValidation<X extends Samples, Y extends Samples>(
  x: X,
  y: Y,
  fraction: number,
  seed: number,
): Split<X, Y> {
  requireKind("splitValidation", "fraction", fraction, "number");
  const count = countOf(x);
  if (count !== countOf(y)) {
    throw new RangeError(`${count} samples but ${countOf(y)} labels`);
  }
  const validation = Math.round(count * fraction);
  if (!(validation > 0 && validation < count)) {
    throw new RangeError(
      `A fraction of ${fraction} of ${count} samples leaves a part empty`,
    );
  }
  const order = shuffle(
    Int32Array.from({ length: count }, (_, i) => i),
    { seed, layer: SET, step: 0 },
  );
  const [held, rest] = [order.slice(0, validation), order.slice(validation)];
  return {
    xTrain: takeSamples(x, rest),
    yTrain: takeSamples(y, rest),
    xValidation: takeSamples(x, held),
    yValidation: takeSamples(y, held),
  };
}

/**
 * The samples at the given places, in that order.
 *
 * @returns A copy; of a list, the same elements.
 * @throws {RangeError} If there is no sample at one of the places.
 */
export function takeSamples<S extends Samples>(
  samples: S,
  places: ArrayLike<number>,
): S {
  const count = countOf(samples);
  requireKind("takeSamples", "places", places, "list");
  const list = Array.from(places);
  const wrong = list.find((at) =>
    !(Number.isInteger(at) && at >= 0 && at < count)
  );
  if (wrong !== undefined) {
    throw new RangeError(`No sample ${wrong} among ${count}`);
  }
  if (isList(samples)) return list.map((at) => samples[at]) as unknown as S;
  const { shape, data } = samples as NdArray;
  // Complex numbers take two places each, so the shape doesn't say it.
  const row = count === 0 ? 0 : data.length / count;
  const taken = emptyLike(data, list.length * row);
  list.forEach((at, i) => {
    for (let j = 0; j < row; j++) taken[i * row + j] = data[at * row + j];
  });
  return { ...samples, shape: [list.length, ...shape.slice(1)], data: taken };
}

function isList(samples: Samples): samples is readonly unknown[] {
  return Array.isArray(samples);
}

function countOf(samples: Samples): number {
  if (isList(samples)) return samples.length;
  if ("dataId" in Object(samples)) {
    throw new TypeError(
      "Samples are an array or { shape, data }, got a tensor; tf.gather(tensor, places) takes samples of one",
    );
  }
  requireKind("a data set", "The samples", samples, "object");
  requireKind("a data set", "The shape", samples.shape, "list");
  return samples.shape[0];
}

/** An array of the same kind. */
function emptyLike(data: ArrayLike<unknown>, length: number): unknown[] {
  const Kind = data.constructor as new (length: number) => unknown[];
  return new Kind(length);
}
