/**
 * WebAssembly instructions as functions that return code, so that a kernel
 * reads like the formula it computes: `add(multiply(x, y), z)`. These are of
 * loops, integers and single values; see `vector_instructions.ts` for vectors.
 *
 * Only what the kernels of this folder use. Addresses are bytes, all integers
 * are unsigned.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 * @module
 */

import { type Code, type Local, unsigned } from "./code.ts";

function signed(value: number): number[] {
  const bytes: number[] = [];
  while (value > 0x3f || value < -0x40) {
    bytes.push(value & 0x7f | 0x80);
    value >>= 7;
  }
  return [...bytes, value & 0x7f];
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

/** One where a value is zero, else zero. */
export function isZero(value: Code): Code {
  return [value, 0x45];
}

/** The bits that both have. */
export function and(left: Code, right: Code): Code {
  return [left, right, 0x71];
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

/** Runs one of two, the first where `condition` is not zero. */
export function either(condition: Code, first: Code, second: Code): Code {
  return [condition, 0x04, 0x40, first, 0x05, second, 0x0b];
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
