/**
 * Rows of a matrix times panels of another: a plain product, for rows that are
 * cached.
 *
 * @module
 */

import { define, type WasmFunction } from "./assemble.ts";
import {
  add,
  addLanes,
  advance,
  type Code,
  integer,
  load,
  loadLane,
  loadSplat,
  loopDown,
  loopWhile,
  multiply,
  multiplyLanes,
  notBelow,
  range,
  set,
  splat,
  storeLane,
  subtract,
  ValueType,
  when,
} from "./instructions.ts";
import { FLOATS, type Lanes } from "./lanes.ts";
import { transposed } from "./transpose.ts";

/** Rows multiplied at a time. */
export const ROWS = 4;

/** Values in a row of a panel, and vectors of four. */
export const PANEL = 8;
const WIDE = PANEL / 4;

/** Terms added per turn. */
const UNROLLED = 4;

/**
 * `multiplyRows(x, xStep, y, terms, out, outStep, columns, rows)`: writes the
 * product of `x[rows][terms]` and of panels `y[panel][terms][8]` to
 * `out[rows][columns]`, where the last panel may have columns too many. Steps are
 * bytes from one row to the next. Terms are added in their order, to zero.
 */
export const multiplyRows = rowProducts("multiplyRows", false);

/**
 * `multiplyRowsOnto(x, xStep, y, terms, out, outStep, columns, rows, start,
 * least, most)`: the same, added to `start[columns]` and kept within `least` and
 * `most`, the bits of two float32. NaN stays.
 */
export const multiplyRowsOnto = rowProducts("multiplyRowsOnto", true);

function rowProducts(name: string, isOnto: boolean): WasmFunction {
  return define(name, isOnto ? 11 : 8, (
    [x, xStep, y, terms, out, outStep, columns, rows, start, least, most],
    local,
  ) => {
    const [four, one] = FLOATS;
    const [left, panel, to, from, term, first] = range(6).map(() =>
      local(ValueType.i32)
    );
    const pointers = range(ROWS).map(() => local(ValueType.i32));

    const within = (lanes: Lanes, sum: Code): Code =>
      lanes.least(
        lanes.greatest(sum, lanes.ofBits(least)),
        lanes.ofBits(most),
      );

    /** `height` rows of `vectors` sums from `to` on, of a panel's column on. */
    const tile = (lanes: Lanes, height: number, vectors: number): Code => {
      const sums = range(height).map(() =>
        range(vectors).map(() => local(lanes.type))
      );
      const right = range(vectors).map(() => local(lanes.type));
      const factor = local(lanes.type);
      const rows = pointers.slice(0, height);
      const at = (v: number) => 4 * lanes.count * v;
      const add1 = (p: number): Code => [
        right.map((it, v) => set(it, lanes.load(from, 4 * PANEL * p + at(v)))),
        sums.map((row, r) => [
          set(factor, lanes.loadSplat(rows[r], 4 * p)),
          row.map((sum, v) =>
            set(sum, lanes.add(sum, lanes.multiply(factor, right[v])))
          ),
        ]),
      ];
      const turn = (count: number): Code => [
        range(count).map(add1),
        rows.map((row) => advance(row, integer(4 * count))),
        advance(from, integer(4 * PANEL * count)),
      ];
      return [
        rows.map((row, r) => set(row, add(x, multiply(xStep, integer(r))))),
        sums.map((row) =>
          row.map((sum, v) =>
            set(sum, isOnto ? lanes.load(first, at(v)) : lanes.zero)
          )
        ),
        set(from, panel),
        set(term, terms),
        loopWhile(notBelow(term, integer(UNROLLED)), [
          turn(UNROLLED),
          set(term, subtract(term, integer(UNROLLED))),
        ]),
        loopDown(term, turn(1)),
        sums.map((row, r) =>
          row.map((sum, v) =>
            lanes.store(
              add(to, multiply(outStep, integer(r))),
              isOnto ? within(lanes, sum) : sum,
              at(v),
            )
          )
        ),
        advance(to, integer(4 * lanes.count * vectors)),
        isOnto ? advance(first, integer(4 * lanes.count * vectors)) : [],
      ];
    };

    // One column of four rows, which lie in the lanes.
    const [sum, factors] = range(2).map(() => local(ValueType.v128));
    const values = range(ROWS).map(() => local(ValueType.v128));
    const turned = range(ROWS).map(() => local(ValueType.v128));
    const addTerm = (factors: Code, p: number): Code =>
      set(
        sum,
        addLanes(sum, multiplyLanes(factors, loadSplat(from, 4 * PANEL * p))),
      );
    const column: Code = [
      pointers.map((row, r) => set(row, add(x, multiply(xStep, integer(r))))),
      set(sum, isOnto ? loadSplat(first) : splat(0)),
      set(from, panel),
      set(term, terms),
      loopWhile(notBelow(term, integer(4)), [
        values.map((it, r) => set(it, load(pointers[r]))),
        transposed(values, turned),
        turned.map(addTerm),
        pointers.map((row) => advance(row, integer(16))),
        advance(from, integer(16 * PANEL)),
        set(term, subtract(term, integer(4))),
      ]),
      loopDown(term, [
        pointers.map((row, r) => set(factors, loadLane(row, factors, r))),
        addTerm(factors, 0),
        pointers.map((row) => advance(row, integer(4))),
        advance(from, integer(4 * PANEL)),
      ]),
      isOnto ? set(sum, within(four, sum)) : [],
      pointers.map((_, r) =>
        storeLane(add(to, multiply(outStep, integer(r))), sum, r)
      ),
      advance(to, integer(4)),
      isOnto ? advance(first, integer(4)) : [],
    ];

    const band = (height: number): Code =>
      loopWhile(notBelow(rows, integer(height)), [
        set(left, columns),
        set(panel, y),
        set(to, out),
        isOnto ? set(first, start) : [],
        loopWhile(notBelow(left, integer(PANEL)), [
          tile(four, height, WIDE),
          advance(panel, multiply(terms, integer(4 * PANEL))),
          set(left, subtract(left, integer(PANEL))),
        ]),
        when(notBelow(left, integer(4)), [
          tile(four, height, 1),
          advance(panel, integer(16)),
          set(left, subtract(left, integer(4))),
        ]),
        loopDown(left, [
          height === ROWS ? column : tile(one, height, 1),
          advance(panel, integer(4)),
        ]),
        advance(x, multiply(xStep, integer(height))),
        advance(out, multiply(outStep, integer(height))),
        set(rows, subtract(rows, integer(height))),
      ]);
    return [band(ROWS), band(1)];
  });
}
