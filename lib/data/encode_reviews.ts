/**
 * Keras's conventions for IMDB's word numbers: a mark for the start, a number
 * for words left out, and an offset that makes room for both.
 *
 * @see keras/src/datasets/imdb.py
 * @module
 */

import type { OptionNames } from "../options/check_options.ts";
import type { NdArray } from "./numpy/nd_array.ts";

/** Named and set as in Keras's `imdb.load_data()`. */
export interface ReviewOptions {
  /** Numbers from here on count as left out; null, or 0, keeps all below the largest. */
  numWords?: number | null;
  /** Numbers below count as left out; 0. */
  skipTop?: number;
  /** Only reviews shorter than this, mark included, are kept; null, or 0, keeps all. */
  maxLen?: number | null;
  /** Put before each review; 1. Null puts none. */
  startChar?: number | null;
  /** Stands for words left out; 2. Null drops them. */
  oovChar?: number | null;
  /** Added to each word's number; 3. */
  indexFrom?: number;
}

export const REVIEW_OPTIONS: OptionNames<ReviewOptions> = {
  numWords: true,
  skipTop: true,
  maxLen: true,
  startChar: true,
  oovChar: true,
  indexFrom: true,
};

/** Options that may be null, and those that may not. */
const NULLABLE = ["numWords", "maxLen", "startChar", "oovChar"] as const;
const WHOLE = ["skipTop", "indexFrom"] as const;

/** @throws {RangeError} If an option is no whole number of at least 0. */
export function checkReviewOptions(options: ReviewOptions): void {
  for (const name of [...NULLABLE, ...WHOLE]) {
    const value = options[name];
    const isOff = value === undefined ||
      (value === null && NULLABLE.some((each) => each === name));
    if (isOff || (Number.isInteger(value) && Number(value) >= 0)) continue;
    throw new RangeError(
      `${name} must be a whole number of at least 0, got ${value}`,
    );
  }
}

/** Reviews with words numbered by frequency from 1, and their labels. */
export interface RawReviews {
  readonly words: Int32Array[];
  /** 0 or 1. */
  readonly labels: number[];
}

/** Reviews and labels as a data set has them. */
export interface EncodedReviews {
  readonly xTrain: Int32Array[];
  readonly yTrain: NdArray<Uint8Array>;
  readonly xTest: Int32Array[];
  readonly yTest: NdArray<Uint8Array>;
}

/**
 * Encodes reviews as Keras does, its corner included: without `numWords` the
 * largest number of all counts as left out.
 *
 * @throws {RangeError} If no review is shorter than `maxLen`.
 */
export function encodeReviews(
  train: RawReviews,
  test: RawReviews,
  options: ReviewOptions = {},
): EncodedReviews {
  const { startChar = 1, indexFrom = 3, maxLen = null } = options;
  const { skipTop = 0, oovChar = 2 } = options;
  const kept = [train, test].map(({ words, labels }) => {
    const marked = words.map((review) => {
      const shifted = review.map((word) => word + indexFrom);
      if (startChar === null) return shifted;
      return Int32Array.from([startChar, ...shifted]);
    });
    const short = labels.map((_, i) => !maxLen || marked[i].length < maxLen);
    return {
      words: marked.filter((_, i) => short[i]),
      labels: labels.filter((_, i) => short[i]),
    };
  });
  if (kept.some((part) => part.words.length === 0)) {
    throw new RangeError(`No review is shorter than maxLen ${maxLen}`);
  }
  const limit = options.numWords || largest(kept.flatMap((it) => it.words));
  const cut = (review: Int32Array) => {
    const isKept = (word: number) => word >= skipTop && word < limit;
    if (oovChar === null) return review.filter(isKept);
    return review.map((word) => isKept(word) ? word : oovChar);
  };
  const [x, y] = [
    kept.map((part) => part.words.map(cut)),
    kept.map(({ labels }) => ({
      shape: [labels.length],
      data: Uint8Array.from(labels),
    })),
  ];
  return { xTrain: x[0], yTrain: y[0], xTest: x[1], yTest: y[1] };
}

function largest(reviews: Int32Array[]): number {
  let most = 0;
  for (const review of reviews) {
    for (const word of review) if (word > most) most = word;
  }
  return most;
}
