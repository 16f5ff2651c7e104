/**
 * WebAssembly instructions as functions that return code, so that a kernel
 * reads like the formula it computes: `multiply(load(x), load(y))`.
 *
 * Only what the kernels of this folder use. Addresses are bytes, all integers
 * are unsigned, vectors hold four of 32 bits.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 * @module
 */

/** Types of values: a 32-bit integer, a float32, four lanes of float32. */
export const ValueType = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = (typeof ValueType)[keyof typeof ValueType];

/** A local variable or parameter; standing alone it reads the variable. */
export class Local {
  constructor(readonly index: number, readonly type: ValueType) {}
}

/** Bytes of code, nested as they were put together. */
export type Code = number | Local | readonly Code[];

/** An unsigned integer in LEB128, the format's variable length. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  while (value > 0x7f) {
    bytes.push(value & 0x7f | 0x80);
    value >>>= 7;
  }
  return [...bytes, value];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  while (value > 0x3f || value < -0x40) {
    bytes.push(value & 0x7f | 0x80);
    value >>= 7;
  }
  return [...bytes, value & 0x7f];
}

/** All bytes of some code in order. */
export function flatten(code: Code): number[] {
  const bytes: number[] = [];
  append(code, bytes);
  return bytes;
}

/** Into one list: lists of lists would be copied at each level. */
function append(code: Code, bytes: number[]): void {
  if (typeof code === "number") bytes.push(code);
  else if (code instanceof Local) bytes.push(0x20, ...unsigned(code.index));
  else for (const part of code) append(part, bytes);
}

export function integer(value: number): Code {
  return [0x41, signed(value)];
}

export function set(local: Local, value: Code): Code {
  return [value, 0x21, unsigned(local.index)];
}

export function add(left: Code, right: Code): Code {
  return [left, right, 0x6a];
}

export function subtract(left: Code, right: Code): Code {
  return [left, right, 0x6b];
}

export function multiply(left: Code, right: Code): Code {
  return [left, right, 0x6c];
}

export function notBelow(left: Code, right: Code): Code {
  return [left, right, 0x4f];
}

/** Adds to a variable in place. */
export function advance(local: Local, by: Code): Code {
  return set(local, add(local, by));
}

/** Runs `body` as long as `condition` is not zero, tested before each turn. */
export function loopWhile(condition: Code, body: Code): Code {
  return [
    [0x02, 0x40, 0x03, 0x40],
    [condition, 0x45, 0x0d, 0x01], // leave the block where it is zero
    [body, 0x0c, 0x00],
    [0x0b, 0x0b],
  ];
}

/** Runs `body` `count` times; counts the variable down to zero. */
export function loopDown(count: Local, body: Code): Code {
  return loopWhile(count, [body, set(count, subtract(count, integer(1)))]);
}

/** Runs `body` where `condition` is not zero. */
export function when(condition: Code, body: Code): Code {
  return [condition, 0x04, 0x40, body, 0x0b];
}

// Values in memory: alignment 4 is promised.

export function loadInteger(address: Code, offset = 0): Code {
  return [address, 0x28, 2, unsigned(offset)];
}

export function storeInteger(address: Code, value: Code, offset = 0): Code {
  return [address, value, 0x36, 2, unsigned(offset)];
}

export function loadScalar(address: Code, offset = 0): Code {
  return [address, 0x2a, 2, unsigned(offset)];
}

export function storeScalar(address: Code, value: Code, offset = 0): Code {
  return [address, value, 0x38, 2, unsigned(offset)];
}

export function addScalars(left: Code, right: Code): Code {
  return [left, right, 0x92];
}

export function subtractScalars(left: Code, right: Code): Code {
  return [left, right, 0x93];
}

export function multiplyScalars(left: Code, right: Code): Code {
  return [left, right, 0x94];
}

/** One where `left` is greater, zero also where either is not a number. */
export function scalarAbove(left: Code, right: Code): Code {
  return [left, right, 0x5e];
}

export function scalar(value: number): Code {
  return [0x43, ...new Uint8Array(new Float32Array([value]).buffer)];
}

/** The lesser and the greater of two; NaN where one is NaN. */
export function leastScalar(left: Code, right: Code): Code {
  return [left, right, 0x96];
}

export function greatestScalar(left: Code, right: Code): Code {
  return [left, right, 0x97];
}

/** The float32 that has an integer's bits. */
export function scalarOfBits(bits: Code): Code {
  return [bits, 0xbe];
}

/** Sets `size` bytes from `address` on to a value. */
export function fillBytes(address: Code, value: Code, size: Code): Code {
  return [address, value, size, 0xfc, 0x0b, 0x00];
}

// Vectors of four values; alignment 4 is promised, not 16.

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

/** 0, 1, …, `length` - 1: to write out code that is repeated. */
export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
