/**
 * Zeros over a stretch of memory.
 *
 * `fill()` of a typed array goes byte by byte where the memory is shared, as it
 * is with threads; this instruction does not.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { fillBytes, integer } from "./instructions.ts";

/** `clear(address, size)`: sets `size` bytes to zero. */
export const clear = define(
  "clear",
  2,
  ([address, size]) => fillBytes(address, integer(0), size),
);
