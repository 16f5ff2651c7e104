/**
 * One loop over values: four at a time, then those left over.
 *
 * @module
 */

import { type Code, type Local, ValueType } from "./code.ts";
import {
  add,
  addScalars,
  advance,
  greatestScalar,
  integer,
  leastScalar,
  loadInteger,
  loadScalar,
  loopWhile,
  multiply,
  multiplyScalars,
  notBelow,
  scalar,
  scalarOfBits,
  set,
  storeInteger,
  storeScalar,
  subtract,
  subtractScalars,
} from "./instructions.ts";
import {
  addIntegerLanes,
  addLanes,
  addProductLanes,
  greatestLanes,
  leastLanes,
  load,
  loadFirst,
  loadSplat,
  multiplyIntegerLanes,
  multiplyLanes,
  splat,
  splatInteger,
  store,
  storeFirst,
  subtractLanes,
} from "./vector_instructions.ts";

/** The instructions for so many values of 32 bits at a time. */
export interface Lanes {
  readonly count: 1 | 4;
  readonly type: ValueType;
  readonly zero: Code;
  load(address: Code, offset?: number): Code;
  /** One value from memory, in all lanes. */
  loadSplat(address: Code, offset?: number): Code;
  store(address: Code, value: Code, offset?: number): Code;
  add(left: Code, right: Code): Code;
  subtract(left: Code, right: Code): Code;
  multiply(left: Code, right: Code): Code;
  /** `sum` and the product of the others. */
  addProduct(sum: Code, left: Code, right: Code): Code;
  /** The lesser and the greater of two; NaN where one is NaN. */
  least(left: Code, right: Code): Code;
  greatest(left: Code, right: Code): Code;
  /** The value of these bits, in all lanes. */
  ofBits(bits: Code): Code;
}

/** A kind of number, four at a time and one at a time. */
export type Kind = readonly [four: Lanes, one: Lanes];

export const FLOATS: Kind = [
  {
    count: 4,
    type: ValueType.v128,
    zero: splat(0),
    load,
    loadSplat,
    store,
    add: addLanes,
    subtract: subtractLanes,
    multiply: multiplyLanes,
    addProduct: (sum, left, right) => addLanes(sum, multiplyLanes(left, right)),
    least: leastLanes,
    greatest: greatestLanes,
    ofBits: splatInteger,
  },
  {
    count: 1,
    type: ValueType.f32,
    zero: scalar(0),
    load: loadScalar,
    loadSplat: loadScalar,
    store: storeScalar,
    add: addScalars,
    subtract: subtractScalars,
    multiply: multiplyScalars,
    addProduct: (sum, left, right) =>
      addScalars(sum, multiplyScalars(left, right)),
    least: leastScalar,
    greatest: greatestScalar,
    ofBits: scalarOfBits,
  },
];

/**
 * Floats one of which stands in the first lane of a vector, so that single values
 * and vectors are computed by the same instructions.
 */
export const FLOATS_IN_LANES: Kind = [
  FLOATS[0],
  { ...FLOATS[0], count: 1, load: loadFirst, store: storeFirst },
];

/**
 * The same, whose products are added without a rounding of their own where the
 * machine can: the last digits are the machine's.
 */
export const FUSED: Kind = [
  { ...FLOATS_IN_LANES[0], addProduct: addProductLanes },
  { ...FLOATS_IN_LANES[1], addProduct: addProductLanes },
];

/** Whole numbers, modulo 2^32; they are added and multiplied only. */
export const INTEGERS: Kind = [
  {
    ...FLOATS[0],
    add: addIntegerLanes,
    multiply: multiplyIntegerLanes,
    addProduct: (sum, left, right) =>
      addIntegerLanes(sum, multiplyIntegerLanes(left, right)),
  },
  {
    ...FLOATS[1],
    type: ValueType.i32,
    zero: integer(0),
    load: loadInteger,
    loadSplat: loadInteger,
    store: storeInteger,
    add,
    multiply,
    addProduct: (sum, left, right) => add(sum, multiply(left, right)),
  },
];

/**
 * Runs `body` for each four of `left` values, then for each one of the rest,
 * and after each turn moves the pointers past what it did. Counts `left` down.
 */
export function byLanes(
  left: Local,
  kind: Kind,
  pointers: Local[],
  body: (lanes: Lanes) => Code,
): Code {
  return kind.map((lanes) =>
    loopWhile(notBelow(left, integer(lanes.count)), [
      body(lanes),
      pointers.map((pointer) => advance(pointer, integer(4 * lanes.count))),
      set(left, subtract(left, integer(lanes.count))),
    ])
  );
}
