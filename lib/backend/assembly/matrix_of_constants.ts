/**
 * A small matrix of constants times a column of vectors.
 *
 * Where rows, or columns, differ in signs only, what they share is computed
 * once: polynomials at `x` and at `-x` have the same even and odd parts.
 *
 * @module
 */

import type { NewLocal } from "./assemble.ts";
import { type Code, type Local, ValueType } from "./code.ts";
import { set } from "./instructions.ts";
import {
  addLanes,
  multiplyLanes,
  splat,
  subtractLanes,
} from "./vector_instructions.ts";

/**
 * Code to run first, and then the product, an expression for each row.
 *
 * @param spare Variables to use again once the product has been; grows.
 */
export function matrixProduct(
  matrix: number[][],
  values: Code[],
  spare: Local[],
  local: NewLocal,
): { code: Code; results: Code[] } {
  const code: Code[] = [];
  let held = 0;
  const hold = (value: Code): Code => {
    const it = spare[held++] ??= local(ValueType.v128);
    code.push(set(it, value));
    return it;
  };
  let rows = matrix;
  const column = [...values];
  for (const [i, j] of pairs(transposed(matrix))) {
    const sum = hold(addLanes(column[i], column[j]));
    column[j] = hold(subtractLanes(column[i], column[j]));
    column[i] = sum;
    rows = rows.map((row) => {
      const isSame = row[i] === row[j];
      return row.with(i, isSame ? row[i] : 0).with(j, isSame ? 0 : row[i]);
    });
  }
  const results = rows.map((row) => sumOf(row, column));
  for (const [i, j] of pairs(rows)) {
    const part = (isEven: boolean) =>
      rows[i].map((it, k) => (it === rows[j][k]) === isEven ? it : 0);
    const even = hold(sumOf(part(true), column));
    const odd = hold(sumOf(part(false), column));
    results[i] = addLanes(even, odd);
    results[j] = subtractLanes(even, odd);
  }
  return { code, results };
}

/** Rows that differ in the signs of some numbers, each in one pair at most. */
function pairs(rows: number[][]): [number, number][] {
  const found: [number, number][] = [];
  rows.forEach((row, j) => {
    const i = rows.findIndex((other, i) =>
      i < j && !found.flat().includes(i) && differInSigns(other, row)
    );
    if (i >= 0) found.push([i, j]);
  });
  return found;
}

function differInSigns(left: number[], right: number[]): boolean {
  return left.every((it, k) => Math.abs(it) === Math.abs(right[k])) &&
    left.some((it, k) => it !== 0 && it === right[k]) &&
    left.some((it, k) => it !== 0 && it === -right[k]);
}

/** The sum of `factors[i] * values[i]`, what is added before what is taken. */
function sumOf(factors: number[], values: Code[]): Code {
  const terms = factors.map((factor, i) => ({ factor, value: values[i] }))
    .filter(({ factor }) => factor !== 0);
  const scaled = (factor: number, value: Code) =>
    factor === 1 ? value : multiplyLanes(value, splat(factor));
  const [first, ...rest] = [
    ...terms.filter(({ factor }) => factor > 0),
    ...terms.filter(({ factor }) => factor < 0),
  ];
  return rest.reduce(
    (sum, { factor, value }) =>
      factor < 0
        ? subtractLanes(sum, scaled(-factor, value))
        : addLanes(sum, scaled(factor, value)),
    scaled(first.factor, first.value),
  );
}

/** Rows as columns. */
export function transposed(matrix: number[][]): number[][] {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}
