/**
 * Noise of a simulated engine: a stand-in for FordA that needs no download.
 *
 * The model. A crankshaft turns at a speed that wanders a little; the noise
 * is a sum of harmonics of it, with amplitudes and phases of each engine's
 * own, plus noise that a filter of first order has passed. In engines with
 * the fault one cylinder knocks: once in two turns, at the same angle, a
 * short ringing of a frequency well above the harmonics. As in FordA each
 * series has mean 0 and deviation 1, starts at any angle, and both classes
 * are equally likely; so no sample means anything by itself, and a classifier
 * has to find a pattern wherever it stands.
 *
 * @module
 */

import { Dice } from "./dice.ts";
import { SERIES_LENGTH, stacked, standardized } from "./series.ts";
import type { NdArray } from "../numpy/nd_array.ts";

const HARMONICS = 6;

/** Least and greatest height of the knock, where the engine's noise has deviation 1. */
const KNOCK = [0.6, 1.4] as const;

/** What sets apart this generator's numbers from others' of the same seed. */
const SET = 0xe4_61_4e_00;

/** Series and whether their engine has the fault. */
export interface Engines {
  /** `(count, 500, 1)`, each series of mean 0 and deviation 1. */
  readonly series: NdArray<Float32Array>;
  /** `(count,)`, 1 with the fault, else 0. */
  readonly labels: NdArray<Uint8Array>;
}

/**
 * Records engines.
 *
 * @param seed Integer in [0, 2^32).
 * @param set Integer in [0, 256): training and test series are different sets.
 */
export function engines(count: number, seed: number, set: number): Engines {
  const dice = new Dice(seed, SET + set);
  const all: Float64Array[] = [];
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = dice.integer(2);
    const angle = crankshaft(dice);
    const series = standardized(noise(angle, dice));
    const height = dice.uniform(...KNOCK);
    if (labels[i] === 1) addKnocks(series, angle, height, dice);
    all.push(standardized(series));
  }
  return {
    series: stacked(all),
    labels: { shape: [count], data: labels },
  };
}

/** The angle at each sample in turns: 35 to 50 samples a turn. */
function crankshaft(dice: Dice): Float64Array {
  const speed = 1 / dice.uniform(35, 50);
  const angle = new Float64Array(SERIES_LENGTH);
  let at = dice.uniform(0, 2);
  let drift = 0;
  for (let t = 0; t < SERIES_LENGTH; t++) {
    angle[t] = at;
    drift = 0.98 * drift + dice.normal(0, 0.004);
    at += speed * (1 + drift);
  }
  return angle;
}

function noise(angle: Float64Array, dice: Dice): Float64Array {
  const parts = Array.from({ length: HARMONICS }, (_, i) => ({
    order: i + 1,
    height: dice.uniform(0.2, 1) / Math.sqrt(i + 1),
    phase: dice.uniform(0, 2 * Math.PI),
  }));
  let filtered = 0;
  return angle.map((turn) => {
    filtered = 0.6 * filtered + dice.normal(0, 0.35);
    return parts.reduce(
      (sum, { order, height, phase }) =>
        sum + height * Math.sin(2 * Math.PI * order * turn + phase),
      filtered,
    );
  });
}

/** A ringing of 14 samples' decay each time two turns are complete. */
function addKnocks(
  series: Float64Array,
  angle: Float64Array,
  height: number,
  dice: Dice,
): void {
  const period = dice.uniform(3.2, 4.2);
  for (let t = 1; t < SERIES_LENGTH; t++) {
    if (Math.floor(angle[t] / 2) === Math.floor(angle[t - 1] / 2)) continue;
    const loud = height * dice.uniform(0.7, 1.3);
    for (let i = 0; t + i < SERIES_LENGTH && i < 70; i++) {
      series[t + i] += loud * Math.exp(-i / 14) *
        Math.sin(2 * Math.PI * i / period);
    }
  }
}
