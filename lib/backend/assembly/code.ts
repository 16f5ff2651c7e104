/**
 * Bytes of WebAssembly's code, and what they are put together of.
 *
 * @see https://webassembly.github.io/spec/core/binary/values.html
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

/** 0, 1, …, `length` - 1: to write out code that is repeated. */
export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
