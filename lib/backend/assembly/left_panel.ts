/**
 * A few rows of the left matrix of a product, for some terms, in an instance's
 * own page: they are read once for each tile of sums.
 *
 * @module
 */

import type { NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import { advance, set } from "./instructions.ts";
import { load } from "./vector_instructions.ts";
import type { Lanes } from "./lanes.ts";
import { keep, keptSplat } from "./own_page.ts";
import { transposed } from "./transpose.ts";

/** Rows that are kept. */
export const TALL = 4;

/**
 * Terms that are kept. All are written out in the code, as each has an address
 * of its own; with fewer the sums are loaded and stored too often.
 */
export const DEPTH = 32;

const BYTES = 4 * TALL;

/** Keeps `[DEPTH][TALL]` values; `from` moves past them. */
export function keepTerms(from: Local, step: Code): Code {
  return range(DEPTH).map((term) => [
    keep(BYTES * term, load(from)),
    advance(from, step),
  ]);
}

/** Keeps `DEPTH` values from each of `rows` on, transposed. */
export function keepRows(rows: Local[], local: NewLocal): Code {
  const values = rows.map(() => local(ValueType.v128));
  const turned = rows.map(() => local(ValueType.v128));
  return range(DEPTH / TALL).map((block) => [
    values.map((it, row) => set(it, load(rows[row], BYTES * block))),
    transposed(values, turned),
    turned.map((it, i) => keep(BYTES * (TALL * block + i), it)),
  ]);
}

/**
 * Adds the products of what is kept with vectors from `y` on to `TALL` rows of
 * sums, term by term; `y` moves past them.
 */
export function addKept(
  sums: Local[][],
  lanes: Lanes,
  { y, yStep }: { y: Local; yStep: Code },
  local: NewLocal,
): Code {
  const right = sums[0].map(() => local(ValueType.v128));
  const factor = local(ValueType.v128);
  return range(DEPTH).map((term) => [
    right.map((it, v) => set(it, lanes.load(y, 16 * v))),
    sums.map((row, r) => [
      set(factor, keptSplat(BYTES * term + 4 * r)),
      row.map((sum, v) => set(sum, lanes.addProduct(sum, factor, right[v]))),
    ]),
    advance(y, yStep),
  ]);
}
