/**
 * Tiles of sums of rows times panels, which stay in registers while terms are
 * added.
 *
 * @module
 */

import type { NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  either,
  integer,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import {
  load,
  loadLane,
  loadSplat,
  splat,
  storeLane,
} from "./vector_instructions.ts";
import type { Lanes } from "./lanes.ts";
import { addKept, DEPTH, keepRows, TALL } from "./left_panel.ts";
import { transposed } from "./transpose.ts";

/** Values in a row of a panel, and vectors of four. */
export const PANEL = 8;
export const WIDE = PANEL / 4;

/** Terms added per turn. */
const UNROLLED = 4;

/** Where factors and sums lie: addresses, and steps in bytes. */
export interface Walk {
  x: Local;
  xStep: Local;
  /** The column of a panel with which the sums begin. */
  panel: Local;
  terms: Local;
  /** Terms that were added to the sums before. */
  done: Local;
  /** Moved past the sums that were written. */
  to: Local;
  outStep: Local;
  onto?: Onto;
  /** Variables of a loop over terms. */
  pointers: Local[];
  from: Local;
  term: Local;
}

/** What sums begin with, moved along with `to`, and their limits. */
export interface Onto {
  first: Local;
  least: Local;
  most: Local;
}

function within(lanes: Lanes, sum: Code, { least, most }: Onto): Code {
  const notLess = lanes.greatest(sum, lanes.ofBits(least));
  return lanes.least(notLess, lanes.ofBits(most));
}

/** Moves past so many bytes of a row of sums. */
function advanceSums({ to, onto }: Walk, bytes: number): Code {
  return [
    advance(to, integer(bytes)),
    onto ? advance(onto.first, integer(bytes)) : [],
  ];
}

/** `height` rows of `vectors` sums. */
export function tile(
  lanes: Lanes,
  height: number,
  vectors: number,
  walk: Walk,
  local: NewLocal,
): Code {
  const { panel, terms, done, from, term } = walk;
  const sums = range(height).map(() =>
    range(vectors).map(() => local(lanes.type))
  );
  const right = range(vectors).map(() => local(lanes.type));
  const factor = local(lanes.type);
  const rows = walk.pointers.slice(0, height);
  const at = (v: number) => 4 * lanes.count * v;
  const addTerm = (p: number): Code => [
    right.map((it, v) => set(it, lanes.load(from, 4 * PANEL * p + at(v)))),
    sums.map((row, r) => [
      set(factor, lanes.loadSplat(rows[r], 4 * p)),
      row.map((sum, v) => set(sum, lanes.addProduct(sum, factor, right[v]))),
    ]),
  ];
  const turn = (count: number): Code => [
    range(count).map(addTerm),
    rows.map((row) => advance(row, integer(4 * count))),
    advance(from, integer(4 * PANEL * count)),
  ];
  return [
    setPointers(rows, walk),
    loadSums(sums, lanes, walk),
    set(from, add(panel, multiply(done, integer(4 * PANEL)))),
    set(term, subtract(terms, done)),
    loopWhile(notBelow(term, integer(UNROLLED)), [
      turn(UNROLLED),
      set(term, subtract(term, integer(UNROLLED))),
    ]),
    loopDown(term, turn(1)),
    storeSums(sums, lanes, walk, true),
    advanceSums(walk, 4 * lanes.count * vectors),
  ];
}

/** Keeps the next terms of `TALL` rows for {@linkcode keptTile}. */
export function keepNext(walk: Walk, local: NewLocal): Code {
  return [setPointers(walk.pointers, walk), keepRows(walk.pointers, local)];
}

/** The same of a panel's whole width, for the terms that are kept. */
export function keptTile(lanes: Lanes, walk: Walk, local: NewLocal): Code {
  const { panel, terms, done, from } = walk;
  const sums = range(TALL).map(() => range(WIDE).map(() => local(lanes.type)));
  const y = { y: from, yStep: integer(4 * PANEL) };
  const isMore = subtract(subtract(terms, done), integer(DEPTH));
  return [
    loadSums(sums, lanes, walk),
    set(from, add(panel, multiply(done, integer(4 * PANEL)))),
    addKept(sums, lanes, y, local),
    walk.onto
      ? either(
        isMore,
        storeSums(sums, lanes, walk, false),
        storeSums(sums, lanes, walk, true),
      )
      : storeSums(sums, lanes, walk, true),
    advanceSums(walk, 4 * PANEL),
  ];
}

function setPointers(rows: Local[], { x, xStep, done }: Walk): Code {
  const first = add(x, multiply(done, integer(4)));
  return rows.map((row, r) =>
    set(row, add(first, multiply(xStep, integer(r))))
  );
}

/** What the sums begin with, or what they have come to. */
function loadSums(sums: Local[][], lanes: Lanes, walk: Walk): Code {
  const { onto, done, to, outStep } = walk;
  const each = (value: (r: number, offset: number) => Code): Code =>
    sums.map((row, r) =>
      row.map((sum, v) => set(sum, value(r, 4 * lanes.count * v)))
    );
  return either(
    done,
    each((r, at) => lanes.load(add(to, multiply(outStep, integer(r))), at)),
    each((_, at) => onto ? lanes.load(onto.first, at) : lanes.zero),
  );
}

/** @param isLast Whether all terms have been added. */
function storeSums(
  sums: Local[][],
  lanes: Lanes,
  { onto, to, outStep }: Walk,
  isLast: boolean,
): Code {
  return sums.map((row, r) =>
    row.map((sum, v) =>
      lanes.store(
        add(to, multiply(outStep, integer(r))),
        onto && isLast ? within(lanes, sum, onto) : sum,
        4 * lanes.count * v,
      )
    )
  );
}

/**
 * So many columns of four rows, which lie in the lanes. Two take little longer
 * than one: each sum waits for its last term.
 */
export function columnsOfFour(
  count: number,
  lanes: Lanes,
  walk: Walk,
  local: NewLocal,
): Code {
  const { panel, terms, to, outStep, onto, from, term } = walk;
  const sums = range(count).map(() => local(ValueType.v128));
  const factors = local(ValueType.v128);
  const values = range(TALL).map(() => local(ValueType.v128));
  const turned = range(TALL).map(() => local(ValueType.v128));
  const addTerm = (factors: Code, p: number): Code =>
    sums.map((sum, c) => {
      const right = loadSplat(from, 4 * (PANEL * p + c));
      return set(sum, lanes.addProduct(sum, factors, right));
    });
  return [
    setPointers(walk.pointers, walk),
    sums.map((sum, c) =>
      set(sum, onto ? loadSplat(onto.first, 4 * c) : splat(0))
    ),
    set(from, panel),
    set(term, terms),
    loopWhile(notBelow(term, integer(4)), [
      values.map((it, r) => set(it, load(walk.pointers[r]))),
      transposed(values, turned),
      turned.map(addTerm),
      walk.pointers.map((row) => advance(row, integer(16))),
      advance(from, integer(16 * PANEL)),
      set(term, subtract(term, integer(4))),
    ]),
    loopDown(term, [
      walk.pointers.map((row, r) => set(factors, loadLane(row, factors, r))),
      addTerm(factors, 0),
      walk.pointers.map((row) => advance(row, integer(4))),
      advance(from, integer(4 * PANEL)),
    ]),
    sums.map((sum, c) => [
      onto ? set(sum, within(lanes, sum, onto)) : [],
      walk.pointers.map((_, r) =>
        storeLane(add(to, multiply(outStep, integer(r))), sum, r, 4 * c)
      ),
    ]),
    advanceSums(walk, 4 * count),
  ];
}
