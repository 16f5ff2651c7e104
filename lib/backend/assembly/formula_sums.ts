/**
 * Sums of a formula's results over the rows of its matrices, or over their
 * columns.
 *
 * @module
 */

import { acrossLanes } from "./across_lanes.ts";
import type { WasmFunction } from "./assemble.ts";
import { range, ValueType } from "./code.ts";
import type { Formula } from "./elementwise.ts";
import {
  add,
  advance,
  fillBytes,
  integer,
  loopDown,
  loopWhile,
  multiply,
  notBelow,
  set,
  subtract,
} from "./instructions.ts";
import { byLanes, FLOATS_IN_LANES } from "./lanes.ts";
import { alongRow, overRows, type RowInputs } from "./over_rows.ts";
import {
  addLanes,
  loadSplat,
  splat,
  storeFirst,
} from "./vector_instructions.ts";

/**
 * Rows of the matrices for which a row of sums is read and written once. More
 * rows at a time are read late from memory: it is read best in its order.
 */
const BAND = 2;

/**
 * A loop whose results are rows, the sums over all rows. Terms are added in their
 * order, to zero.
 */
export function sumRows(formula: Formula, inputs: RowInputs): WasmFunction {
  return overRows("sumRows", formula, inputs, (given, local) => {
    const { height, width, matrices, rows, columns, results } = given;
    const [left, step] = range(2).map(() => local(ValueType.i32));
    const [shared, sums] = [rows, results].map((all) =>
      all.map(() => local(ValueType.i32))
    );
    /** As many bands of so many rows as there are left. */
    const bands = (count: number) => {
      const band = range(count).map(() => ({
        row: matrices.map(() => local(ValueType.i32)),
        ofRow: columns.map(() => local(ValueType.v128)),
      }));
      return loopWhile(notBelow(height, integer(count)), [
        set(left, width),
        band.map(({ row, ofRow }, r) => [
          row.map((it, i) =>
            set(it, r === 0 ? matrices[i] : add(band[r - 1].row[i], step))
          ),
          ofRow.map((it, i) => set(it, loadSplat(columns[i], 4 * r))),
        ]),
        shared.map((it, i) => set(it, rows[i])),
        sums.map((it, i) => set(it, results[i])),
        byLanes(
          left,
          FLOATS_IN_LANES,
          [...band.flatMap(({ row }) => row), ...shared, ...sums],
          (lanes) => {
            const [common, totals] = [shared, sums].map((all) =>
              all.map(() => local(ValueType.v128))
            );
            return [
              common.map((it, i) => set(it, lanes.load(shared[i]))),
              totals.map((it, i) => set(it, lanes.load(sums[i]))),
              band.map(({ row, ofRow }) => {
                const loaded = row.map((it) => lanes.load(it));
                const { code, computed } = given.compute([
                  ...loaded,
                  ...common,
                  ...ofRow,
                ]);
                return [
                  code,
                  totals.map((it, i) => set(it, lanes.add(it, computed[i]))),
                ];
              }),
              totals.map((it, i) => lanes.store(sums[i], it)),
            ];
          },
        ),
        matrices.map((matrix) =>
          advance(matrix, multiply(step, integer(count)))
        ),
        columns.map((column) => advance(column, integer(4 * count))),
        set(height, subtract(height, integer(count))),
      ]);
    };
    return [
      given.numbers,
      set(step, multiply(width, integer(4))),
      results.map((it) => fillBytes(it, integer(0), step)),
      bands(BAND),
      bands(1),
    ];
  });
}

/**
 * A loop whose results are columns, the sums over all columns: those of each
 * fourth column, then of these four, then of the columns that are left.
 */
export function sumColumns(formula: Formula, inputs: RowInputs): WasmFunction {
  return overRows("sumColumns", formula, inputs, (given, local) => {
    const { results } = given;
    const [fours, ones] = [results, results].map((all) =>
      all.map(() => local(ValueType.v128))
    );
    return [
      given.numbers,
      loopDown(given.height, [
        [...fours, ...ones].map((it) => set(it, splat(0))),
        alongRow(given, local, [], (lanes, computed) => {
          const sums = lanes.count === 4 ? fours : ones;
          return sums.map((it, i) => set(it, lanes.add(it, computed[i])));
        }),
        fours.map((it) => acrossLanes(it, addLanes)),
        results.map((it, i) => storeFirst(it, addLanes(fours[i], ones[i]))),
        results.map((it) => advance(it, integer(4))),
      ]),
    ];
  });
}
