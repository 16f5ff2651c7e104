/**
 * Where in the space of all random numbers a draw lies: seed, layer, step.
 *
 * Nothing here holds a generator's state. A draw is named by three integers,
 * so backends and restarts agree, and a mask can be drawn again later from
 * what was written down.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { threefry } from "./threefry.ts";

/** Names one draw; the same three integers give the same numbers. */
export interface Draw {
  /** Integer in `[0, 2^32)`, one for a whole run. */
  readonly seed: number;
  /** Integer in `[0, 2^32)`, who draws: a layer, an initialiser, a shuffle. */
  readonly layer: number;
  /** Integer in `[0, 2^32)`, which draw of that layer, from 0. */
  readonly step: number;
}

const SEED_COUNT = 2 ** 32;

function checkWord(name: string, value: number): number {
  if (!(Number.isInteger(value) && value >= 0 && value < SEED_COUNT)) {
    throw new RangeError(
      `${name} must be an integer in [0, 2^32), got ${value}`,
    );
  }
  return value;
}

/**
 * A draw as users name it: by its seed alone it is the first of layer 0.
 *
 * @throws {RangeError} If a part is missing, or no integer in `[0, 2^32)`.
 */
export function drawOf(draw: Draw | number): Draw {
  if (typeof draw !== "number") requireKind("a mask", "The draw", draw, "draw");
  const { seed, layer, step } = typeof draw === "number"
    ? { seed: draw, layer: 0, step: 0 }
    : draw;
  checkWord("seed", seed);
  checkWord("layer", layer);
  checkWord("step", step);
  return { seed, layer, step };
}

/** A sequence of draws of one layer under one seed. */
export class SeedStream {
  #seed: number;
  #layer: number;
  #step: number;

  /**
   * @param seed Integer in `[0, 2^32)`.
   * @param layer Integer in `[0, 2^32)`; streams of different layers are independent.
   * @param step The step of the first draw, for a run that is taken up again.
   * @throws {RangeError} If one of them is no integer in that range.
   */
  constructor(seed: number, layer = 0, step = 0) {
    this.#seed = checkWord("seed", seed);
    this.#layer = checkWord("layer", layer);
    this.#step = checkWord("step", step);
  }

  get seed(): number {
    return this.#seed;
  }

  get layer(): number {
    return this.#layer;
  }

  /** The step that {@linkcode next} will use; write it to rewind or to resume. */
  get step(): number {
    return this.#step;
  }

  set step(step: number) {
    this.#step = checkWord("step", step);
  }

  /**
   * Goes on as another stream would whose next draw is this one.
   *
   * @throws {RangeError} If a number of it is no integer in `[0, 2^32)`.
   */
  goOnAt({ seed, layer, step }: Draw): void {
    this.#seed = checkWord("seed", seed);
    this.#layer = checkWord("layer", layer);
    this.#step = checkWord("step", step);
  }

  /** The next draw; moves on by one step. */
  next(): Draw {
    const draw = { seed: this.seed, layer: this.layer, step: this.#step };
    this.#step = (this.#step + 1) % SEED_COUNT;
    return draw;
  }

  /** A stream of the same seed for another layer, at step 0. */
  fork(layer: number): SeedStream {
    return new SeedStream(this.seed, layer);
  }
}

/**
 * The first `length` words of a draw, each uniform over all 32-bit integers.
 *
 * @param first Index of the first pair of words, to take a long draw in pieces.
 */
export function drawBits(
  draw: Draw,
  length: number,
  first = 0,
): Uint32Array<ArrayBuffer> {
  requireKind("drawBits", "draw", draw, "draw");
  requireKind("drawBits", "length", length, "number");
  checkWord("seed", draw.seed);
  checkWord("layer", draw.layer);
  checkWord("step", draw.step);
  const bits = new Uint32Array(length);
  threefry(bits, draw.seed, draw.layer, draw.step, first);
  return bits;
}
