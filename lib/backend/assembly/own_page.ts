/**
 * A page of memory that each instance of a module has for itself, and so each
 * thread.
 *
 * Deno compares an address with the memory's size at every access, but where it
 * is a constant within the least size. Loops that read some values over and
 * over take a tenth less time where these lie at constant addresses.
 *
 * @module
 */

import { type Code, unsigned } from "./code.ts";
import { integer } from "./instructions.ts";

/** Aligned to 4, in the second memory, the heap being the first. */
const ALIGNMENT = [2 | 0x40, 1];

/** Keeps four values at a constant address. */
export function keep(address: number, value: Code): Code {
  return [integer(0), value, 0xfd, 0x0b, ALIGNMENT, unsigned(address)];
}

/** A kept value, in all four lanes. */
export function keptSplat(address: number): Code {
  return [integer(0), 0xfd, 0x09, ALIGNMENT, unsigned(address)];
}
