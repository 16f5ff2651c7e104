/**
 * Reviews from a model of words: a stand-in for IMDB that needs no download.
 *
 * The model. Words are numbers, 1 the most frequent; how often a word occurs
 * falls with its number by Zipf's law. Of the words from 50 to 2,000, 80
 * praise and 80 blame. A review is of one kind and has a conviction; each of
 * its words is, with a probability that grows with the conviction, one that
 * judges, and agrees with the review in four of five cases. Convictions reach
 * down to nothing, so some reviews can't be told, as in IMDB. Lengths follow
 * IMDB's: half the reviews are shorter than about 175 words.
 *
 * There is no order among words, so what this can't show is what depends on it.
 *
 * @module
 */

import { Dice } from "./dice.ts";
import type { RawReviews } from "../encode_reviews.ts";
import { shuffle } from "../../random/shuffle.ts";

/** Words in all; IMDB has 88,584. */
const WORDS = 20_000;

/** Words that judge: numbers from FIRST to LAST, JUDGING of each kind. */
const [FIRST, LAST, JUDGING] = [50, 2000, 80];

/** Share of the words that judge in a review of conviction 1. */
const SHARE = 0.13;

const AGREEING = 0.8;

/** What sets apart this generator's numbers from others' of the same seed. */
const SET = 0x4e_71_e5_00;

/**
 * Writes reviews, half of them praise.
 *
 * @param seed Integer in [0, 2^32); it also chooses the words that judge.
 * @param set Integer in [0, 255): training and test reviews are different sets.
 */
export function reviews(count: number, seed: number, set: number): RawReviews {
  const dice = new Dice(seed, SET + set);
  const frequent = zipf();
  const kinds = judgingWords(seed);
  const words: Int32Array[] = [];
  const labels: number[] = [];
  for (let i = 0; i < count; i++) {
    const label = dice.integer(2);
    const length = Math.round(175 * Math.exp(dice.normal(0, 0.65)));
    const conviction = dice.uniform();
    const word = () => {
      if (!dice.chance(SHARE * conviction)) return frequent(dice.uniform());
      const kind = dice.chance(AGREEING) ? label : 1 - label;
      return kinds[kind][dice.integer(JUDGING)];
    };
    const bounded = Math.min(1000, Math.max(10, length));
    words.push(Int32Array.from({ length: bounded }, word));
    labels.push(label);
  }
  return { words, labels };
}

/** Words that blame and words that praise; all sets of a seed share them. */
function judgingWords(seed: number): [Int32Array, Int32Array] {
  const candidates = Int32Array.from(
    { length: LAST - FIRST },
    (_, i) => FIRST + i,
  );
  shuffle(candidates, { seed, layer: SET + 255, step: 0 });
  return [
    candidates.slice(0, JUDGING),
    candidates.slice(JUDGING, 2 * JUDGING),
  ];
}

/** Words by Zipf's law with Mandelbrot's offset, from a number in [0, 1). */
function zipf(): (uniform: number) => number {
  const sums = new Float64Array(WORDS);
  let sum = 0;
  for (let i = 0; i < WORDS; i++) sums[i] = sum += 1 / (i + 1 + 2.7);
  return (uniform) => {
    let [low, high] = [0, WORDS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > uniform * sum) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}
