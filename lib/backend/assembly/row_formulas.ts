/**
 * Formulas over matrices and rows, each row of a matrix with the same ones: what
 * normalization by columns takes, forth and back.
 *
 * @module
 */

import { define, type WasmFunction } from "./assemble.ts";
import { type Local, range, ValueType } from "./code.ts";
import { type Formula, straightLine } from "./elementwise.ts";
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
import { splatInteger } from "./vector_instructions.ts";

/** How many of each a formula takes; its values are the matrices, then the rows. */
export interface RowInputs {
  matrices: number;
  rows: number;
  numbers: number;
}

/**
 * A formula's loop. It takes `(count, columns, ...matrices, ...rows, ...results,
 * ...numbers)` as a list: addresses of dense matrices of `count` rows and of rows
 * of `columns`, then the bits of each number. The results are matrices.
 */
export function evaluateRows(
  formula: Formula,
  inputs: RowInputs,
): WasmFunction {
  return overRows("evaluateRows", formula, inputs, (given, local) => {
    const { count, columns, matrices, rows, results, numbers, compute } = given;
    const left = local(ValueType.i32);
    const pointers = rows.map(() => local(ValueType.i32));
    return [
      numbers,
      loopDown(count, [
        set(left, columns),
        pointers.map((pointer, i) => set(pointer, rows[i])),
        byLanes(
          left,
          FLOATS_IN_LANES,
          [...matrices, ...pointers, ...results],
          (lanes) => {
            const from = [...matrices, ...pointers];
            const { code, computed } = compute(
              from.map((it) => lanes.load(it)),
            );
            return [
              code,
              results.map((to, i) => lanes.store(to, computed[i])),
            ];
          },
        ),
      ]),
    ];
  });
}

/**
 * Rows of the matrices for which a row of sums is read and written once. More
 * rows at a time are read late from memory: it is read best in its order.
 */
const BAND = 2;

/**
 * The sums of a formula's results over all rows: it takes the same list, but its
 * results are rows, which it writes. Terms are added in their order, to zero.
 */
export function sumRows(formula: Formula, inputs: RowInputs): WasmFunction {
  return overRows("sumRows", formula, inputs, (given, local) => {
    const { count, columns, matrices, rows, results, numbers, compute } = given;
    const [left, step] = range(2).map(() => local(ValueType.i32));
    const [shared, sums] = [rows, results].map((all) =>
      all.map(() => local(ValueType.i32))
    );
    /** As many bands of so many rows as there are left. */
    const bands = (height: number) => {
      const band = range(height).map(() =>
        matrices.map(() => local(ValueType.i32))
      );
      return loopWhile(notBelow(count, integer(height)), [
        set(left, columns),
        band.map((row, r) =>
          row.map((it, i) =>
            set(it, r === 0 ? matrices[i] : add(band[r - 1][i], step))
          )
        ),
        shared.map((it, i) => set(it, rows[i])),
        sums.map((it, i) => set(it, results[i])),
        byLanes(
          left,
          FLOATS_IN_LANES,
          [...band.flat(), ...shared, ...sums],
          (lanes) => {
            const [common, totals] = [shared, sums].map((all) =>
              all.map(() => local(ValueType.v128))
            );
            return [
              common.map((it, i) => set(it, lanes.load(shared[i]))),
              totals.map((it, i) => set(it, lanes.load(sums[i]))),
              band.map((row) => {
                const loaded = row.map((it) => lanes.load(it));
                const { code, computed } = compute([...loaded, ...common]);
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
          advance(matrix, multiply(step, integer(height)))
        ),
        set(count, subtract(count, integer(height))),
      ]);
    };
    return [
      numbers,
      set(step, multiply(columns, integer(4))),
      results.map((it) => fillBytes(it, integer(0), step)),
      bands(BAND),
      bands(1),
    ];
  });
}

type Build = Parameters<typeof define>[2];
type Code = ReturnType<Build>;

/** A loop's parameters by their kind, and its formula. */
interface Given {
  count: Local;
  columns: Local;
  matrices: Local[];
  rows: Local[];
  results: Local[];
  /** Takes the numbers; before the loop. */
  numbers: Code;
  /** The formula's steps, and where they leave their results. */
  compute(values: Code[]): { code: Code; computed: Local[] };
}

function overRows(
  name: string,
  { results, compute }: Formula,
  { matrices, rows, numbers }: RowInputs,
  build: (given: Given, local: Parameters<Build>[1]) => Code,
): WasmFunction {
  const counts = [1, 1, matrices, rows, results, numbers];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const parameters = range(total).map((i) => `_${i}`);
  return define(name, parameters, (given, local) => {
    const all = parameters.map((parameter) => given[parameter]);
    let taken = 0;
    const [[count], [columns], from, shared, to, bits] = counts.map((count) =>
      all.slice(taken, taken += count)
    );
    const constants = bits.map(() => local(ValueType.v128));
    return build({
      count,
      columns,
      matrices: from,
      rows: shared,
      results: to,
      numbers: constants.map((it, i) => set(it, splatInteger(bits[i]))),
      compute(values) {
        const { code, arithmetic, hold } = straightLine(local);
        const held = values.map(hold);
        const computed = compute<Local>(arithmetic, held, constants);
        return { code, computed };
      },
    }, local);
  });
}
