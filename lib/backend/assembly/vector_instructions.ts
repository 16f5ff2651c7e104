/**
 * WebAssembly instructions of vectors, four values of 32 bits each, as functions
 * that return code.
 *
 * Only what the kernels of this folder use. Addresses need an alignment of 4,
 * not 16.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html#vector-instructions
 * @module
 */

import { type Code, unsigned } from "./code.ts";
import { integer, scalar } from "./instructions.ts";

export function load(address: Code, offset = 0): Code {
  return [address, 0xfd, 0x00, 2, unsigned(offset)];
}

/** Loads one value into all four lanes. */
export function loadSplat(address: Code, offset = 0): Code {
  return [address, 0xfd, 0x09, 2, unsigned(offset)];
}

export function store(address: Code, value: Code, offset = 0): Code {
  return [address, value, 0xfd, 0x0b, 2, unsigned(offset)];
}

/** Loads one value into the first lane, zeros into the others. */
export function loadFirst(address: Code, offset = 0): Code {
  return [address, 0xfd, 0x5c, 2, unsigned(offset)];
}

/** Stores the first lane. */
export function storeFirst(address: Code, value: Code, offset = 0): Code {
  return storeLane(address, value, 0, offset);
}

export function storeLane(
  address: Code,
  value: Code,
  lane: number,
  offset = 0,
): Code {
  return [address, value, 0xfd, 0x5a, 2, unsigned(offset), lane];
}

/** `value` with one value from memory in a lane. */
export function loadLane(address: Code, value: Code, lane: number): Code {
  return [address, value, 0xfd, 0x56, 2, unsigned(0), lane];
}

export function addLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xe4)];
}

export function multiplyLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xe6)];
}

/**
 * `sum` and the product of the others, rounded once, or twice where the machine
 * has no instruction for that.
 */
export function addProductLanes(sum: Code, left: Code, right: Code): Code {
  return [left, right, sum, 0xfd, unsigned(0x105)];
}

export function subtractLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xe5)];
}

export function divideLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xe7)];
}

export function rootLanes(value: Code): Code {
  return [value, 0xfd, unsigned(0xe3)];
}

/** `right` where that is greater, `left` elsewhere and where one is NaN. */
export function greaterLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xeb)];
}

/** The lesser and the greater of two; NaN where one is NaN. */
export function leastLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xe8)];
}

export function greatestLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xe9)];
}

/** All bits of a lane where both are the same, none elsewhere. */
export function lanesEqual(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x41];
}

/** The same of whole numbers. */
export function integerLanesEqual(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x37];
}

/** The four bytes of a vector's first lane as whole numbers, unsigned. */
export function bytesAsIntegers(value: Code): Code {
  return [value, 0xfd, unsigned(0x89), 0xfd, unsigned(0xa9)];
}

export function andBits(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x4e];
}

/** The bits of `left` that `right` does not have. */
export function withoutBits(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x4f];
}

/** A constant in all four lanes. */
export function splat(value: number): Code {
  return [scalar(value), 0xfd, 0x13];
}

/** All bits of a lane where `left` is greater, none elsewhere. */
export function lanesAbove(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x44];
}

/** All bits of a lane where `left` is less, both unsigned integers. */
export function lanesBelow(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x3a];
}

/** Lanes of `chosen` where `mask` is set, of `other` elsewhere. */
export function select(chosen: Code, other: Code, mask: Code): Code {
  return [chosen, other, mask, 0xfd, 0x52];
}

/** An integer in all four lanes. */
export function splatInteger(value: Code): Code {
  return [value, 0xfd, 0x11];
}

/** A constant integer in each lane. */
export function integerLanes(values: [number, number, number, number]): Code {
  return [0xfd, 0x0c, ...new Uint8Array(new Int32Array(values).buffer)];
}

export function exclusiveOr(left: Code, right: Code): Code {
  return [left, right, 0xfd, 0x51];
}

/** Each lane's bits turned to the left, by 1 to 31 places. */
export function rotateLanes(value: Code, places: number): Code {
  const left = shiftLanesLeft(value, places);
  const right: Code = [value, integer(32 - places), 0xfd, unsigned(0xad)];
  return [left, right, 0xfd, 0x50];
}

/** Each lane's bits shifted to the left. */
export function shiftLanesLeft(value: Code, places: number): Code {
  return [value, integer(places), 0xfd, unsigned(0xab)];
}

export function integerLane(vector: Code, lane: number): Code {
  return [vector, 0xfd, 0x1b, lane];
}

/** Adds whole numbers lane by lane. */
export function addIntegerLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xae)];
}

/** Multiplies whole numbers lane by lane. */
export function multiplyIntegerLanes(left: Code, right: Code): Code {
  return [left, right, 0xfd, unsigned(0xb5)];
}

/** Picks four of eight lanes: 0 to 3 from `left`, 4 to 7 from `right`. */
export function shuffle(left: Code, right: Code, lanes: number[]): Code {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((b) => 4 * lane + b));
  return [left, right, 0xfd, 0x0d, bytes];
}
