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

/** Sets `size` bytes to zero. */
export const clear = define(
  "clear",
  ["address", "size"],
  ({ address, size }) => fillBytes(address, integer(0), size),
);
