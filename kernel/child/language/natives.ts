/**
 * The language's own objects as they were before any cell ran: a cell may
 * overwrite each global, and by `let Set = …` hide it from modules too.
 *
 * @module
 */

export const {
  Array,
  ArrayBuffer,
  Boolean,
  DataView,
  Date,
  Error,
  Function,
  JSON,
  Map,
  Math,
  Number,
  Object,
  Promise,
  RangeError,
  Reflect,
  Set,
  String,
  SuppressedError,
  SyntaxError,
  TextDecoder,
  TextEncoder,
  TypeError,
  Uint8Array,
  URL,
  WeakMap,
} = globalThis;
export const global = globalThis;
