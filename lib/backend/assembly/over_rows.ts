/**
 * What loops for formulas over the rows of matrices share: normalization by
 * columns and by rows, forth and back.
 *
 * @module
 */

import { define, type WasmFunction } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import { type Formula, straightLine } from "./elementwise.ts";
import { advance, integer, set } from "./instructions.ts";
import { byLanes, FLOATS_IN_LANES, type Lanes } from "./lanes.ts";
import { loadSplat, splatInteger } from "./vector_instructions.ts";

/**
 * How many of each a formula takes; its values are the matrices, then the rows,
 * then the columns.
 */
export interface RowInputs {
  matrices: number;
  /** With a value for each column of the matrices. */
  rows: number;
  /** With a value for each row of the matrices. */
  columns: number;
  numbers: number;
}

type Build = Parameters<typeof define>[2];
type NewLocal = Parameters<Build>[1];

/** A loop's parameters by their kind, and its formula. */
interface Given {
  /** Rows of the matrices. */
  height: Local;
  /** Columns of the matrices. */
  width: Local;
  matrices: Local[];
  rows: Local[];
  columns: Local[];
  results: Local[];
  /** Takes the numbers; before the loop. */
  numbers: Code;
  /** The formula's steps, and where they leave their results. */
  compute(values: Code[]): { code: Code; computed: Local[] };
}

/**
 * A formula's loop. It takes `(height, width, ...matrices, ...rows, ...columns,
 * ...results, ...numbers)` as a list: addresses of dense matrices, rows and
 * columns, then the bits of each number.
 */
export function overRows(
  name: string,
  { results, compute }: Formula,
  { matrices, rows, columns, numbers }: RowInputs,
  build: (given: Given, local: NewLocal) => Code,
): WasmFunction {
  const counts = [1, 1, matrices, rows, columns, results, numbers];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const parameters = range(total).map((i) => `_${i}`);
  return define(name, parameters, (given, local) => {
    const all = parameters.map((parameter) => given[parameter]);
    let taken = 0;
    const [[height], [width], from, across, down, to, bits] = counts.map(
      (count) => all.slice(taken, taken += count),
    );
    const constants = bits.map(() => local(ValueType.v128));
    return build({
      height,
      width,
      matrices: from,
      rows: across,
      columns: down,
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

/**
 * Computes the formula along a row of the matrices, and goes on to the next.
 *
 * @param others Are moved along the row, too.
 * @param use What is done with the results, four at a time or one.
 */
export function alongRow(
  { width, matrices, rows, columns, compute }: Given,
  local: NewLocal,
  others: Local[],
  use: (lanes: Lanes, computed: Local[]) => Code,
): Code {
  const left = local(ValueType.i32);
  const pointers = rows.map(() => local(ValueType.i32));
  const ofRow = columns.map(() => local(ValueType.v128));
  const from = [...matrices, ...pointers];
  return [
    set(left, width),
    pointers.map((pointer, i) => set(pointer, rows[i])),
    ofRow.map((it, i) => set(it, loadSplat(columns[i]))),
    columns.map((column) => advance(column, integer(4))),
    byLanes(left, FLOATS_IN_LANES, [...from, ...others], (lanes) => {
      const loaded = from.map((it) => lanes.load(it));
      const { code, computed } = compute([...loaded, ...ofRow]);
      return [code, use(lanes, computed)];
    }),
  ];
}
