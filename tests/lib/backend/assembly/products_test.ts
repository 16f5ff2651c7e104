import { deepStrictEqual, ok } from "node:assert/strict";
import {
  compileFor,
  compileFusedFor,
} from "../../../../lib/backend/assembly/own_code.ts";

const memory = new WebAssembly.Memory({ initial: 4 });
const values = new Float32Array(memory.buffer);
const code = compileFor(memory);

/** Where the matrices lie, in values. */
const X = 100;
const Y = 20_000;
const OUT = 40_000;
const START = 60_000;

/** Values between -1 and 1 whose products have to be rounded. */
function fillRandomly(): void {
  let state = 7;
  for (let i = 0; i < values.length; i++) {
    state = Math.imul(state, 1664525) + 1013904223 | 0;
    values[i] = state / 2 ** 31;
  }
}

interface Size {
  rows: number;
  terms: number;
  columns: number;
}

/** Terms added in their order, each sum and product rounded. */
function product(
  { rows, terms, columns }: Size,
  { start, x, y }: Record<
    "x" | "y" | "start",
    (i: number, j: number) => number
  >,
): number[] {
  return Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = start(i, j);
    for (let p = 0; p < terms; p++) {
      sum = Math.fround(sum + Math.fround(x(i, p) * y(p, j)));
    }
    return sum;
  });
}

/** `rows` rows of the results, `step` values apart, and what lies between. */
function results({ rows, columns }: Size, step: number) {
  const at = (i: number) => OUT + i * step;
  return {
    sums: Array.from({ length: rows }, (_, i) => [
      ...values.subarray(at(i), at(i) + columns),
    ]).flat(),
    between: Array.from({ length: rows }, (_, i) => [
      ...values.subarray(at(i) + columns, at(i + 1)),
    ]).flat(),
  };
}

/** With and without terms that are kept, tiles that are not whole, and nothing. */
const SIZES: Size[] = [0, 1, 31, 32, 33, 64, 71, 100].flatMap((terms) =>
  [[1, 1], [3, 5], [6, 7], [4, 8], [5, 9], [9, 17], [8, 31]].map((
    [rows, columns],
  ) => ({
    rows,
    terms,
    columns,
  }))
);

Deno.test("multiplyRows() and multiplyRowsOnto() add terms in their order", () => {
  for (const size of SIZES) {
    const { rows, terms, columns } = size;
    const [xStep, outStep] = [terms + 3, columns + 2];
    const panel = (p: number, j: number) =>
      values[Y + Math.floor(j / 8) * 8 * terms + 8 * p + j % 8];
    const x = (i: number, p: number) => values[X + i * xStep + p];
    const given = {
      ...{ x: 4 * X, xStep: 4 * xStep, y: 4 * Y, terms },
      ...{ out: 4 * OUT, outStep: 4 * outStep, columns, rows },
    };
    fillRandomly();
    const { between } = results(size, outStep);
    code.multiplyRows(given);
    const plain = { x, y: panel };
    deepStrictEqual(results(size, outStep), {
      sums: product(size, { ...plain, start: () => 0 }),
      between,
    });
    fillRandomly();
    const [least, most] = new Int32Array(Float32Array.of(-0.5, 0.75).buffer);
    code.multiplyRowsOnto({ ...given, start: 4 * START, least, most });
    deepStrictEqual(results(size, outStep), {
      sums: product(size, { ...plain, start: (_, j) => values[START + j] })
        .map((sum) => Math.min(0.75, Math.max(-0.5, sum))),
      between,
    });
  }
});

Deno.test("addOuterProducts() adds terms in their order, to what is there", () => {
  for (const size of SIZES) {
    const { rows, terms, columns } = size;
    const [xStep, yStep, outStep] = [rows + 1, columns + 3, columns + 2];
    fillRandomly();
    const { sums, between } = results(size, outStep);
    code.addOuterProducts({
      ...{ x: 4 * X, xStep: 4 * xStep, y: 4 * Y, yStep: 4 * yStep },
      ...{ count: terms, out: 4 * OUT, outStep: 4 * outStep, rows, columns },
    });
    deepStrictEqual(results(size, outStep), {
      sums: product(size, {
        x: (i, p) => values[X + p * xStep + i],
        y: (p, j) => values[Y + p * yStep + j],
        start: (i, j) => sums[i * columns + j],
      }),
      between,
    });
  }
});

Deno.test("addIntegerOuterProducts() adds modulo 2^32", () => {
  const whole = new Int32Array(memory.buffer);
  const [rows, terms, columns] = [5, 35, 9];
  for (let i = 0; i < whole.length; i++) whole[i] = Math.imul(i, 0x9e3779b1);
  const before = whole.slice(OUT, OUT + rows * columns);
  code.addIntegerOuterProducts({
    ...{ x: 4 * X, xStep: 4 * rows, y: 4 * Y, yStep: 4 * columns },
    ...{ count: terms, out: 4 * OUT, outStep: 4 * columns, rows, columns },
  });
  const expected = before.map((sum, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    for (let p = 0; p < terms; p++) {
      sum += Math.imul(whole[X + p * rows + i], whole[Y + p * columns + j]);
    }
    return sum;
  });
  deepStrictEqual(whole.slice(OUT, OUT + rows * columns), expected);
});

Deno.test("addPanelProducts() adds terms in their order, by whole panels", () => {
  for (const terms of [0, 1, 31, 32, 33, 64, 71]) {
    const size = { rows: 8, terms, columns: 24 };
    const [xStep, outStep] = [size.rows + 1, size.columns + 2];
    fillRandomly();
    const { sums, between } = results(size, outStep);
    code.addPanelProducts({
      ...{ x: 4 * X, xStep: 4 * xStep, y: 4 * Y, count: terms },
      ...{ out: 4 * OUT, outStep: 4 * outStep, panels: 3, bands: 2 },
    });
    deepStrictEqual(results(size, outStep), {
      sums: product(size, {
        x: (i, p) => values[X + p * xStep + i],
        y: (p, j) => values[Y + Math.floor(j / 8) * 8 * terms + 8 * p + j % 8],
        start: (i, j) => sums[i * size.columns + j],
      }),
      between,
    });
  }
});

Deno.test("compileFusedFor()'s products are alike wherever they stand, and near", () => {
  const fused = compileFusedFor(memory);
  const size = { rows: 7, terms: 37, columns: 15 };
  const { rows, terms, columns } = size;
  fillRandomly();
  const [left, right] = [X, Y].map((at) => values.slice(at, at + terms));
  const exact = left.reduce((sum, x, p) => sum + x * right[p], 0);
  // A sum of so many terms below one, each rounded twice at most.
  const near = 2 * terms * terms * 2 ** -24;
  const check = () => {
    const sums = new Set(results(size, 16).sums);
    deepStrictEqual(sums.size, 1);
    ok(Math.abs([...sums][0] - exact) < near);
    values.fill(0, OUT, OUT + 16 * rows);
  };
  const fill = (at: number, factors: Float32Array, count: number) =>
    factors.forEach((factor, p) =>
      values.fill(factor, at + count * p, at + count * (p + 1))
    );
  const out = { out: 4 * OUT, outStep: 64, rows, columns };
  for (let i = 0; i < rows; i++) values.set(left, X + terms * i);
  for (const panel of [0, 1]) fill(Y + 8 * terms * panel, right, 8);
  const byRows = { ...out, x: 4 * X, xStep: 4 * terms, y: 4 * Y, terms };
  fused.multiplyRows(byRows);
  check();
  values.fill(0, START, START + columns);
  const [least, most] = new Int32Array(Float32Array.of(-99, 99).buffer);
  fused.multiplyRowsOnto({ ...byRows, start: 4 * START, least, most });
  check();
  fill(X, left, rows);
  fill(Y, right, columns);
  fused.addOuterProducts({
    ...{ ...out, x: 4 * X, xStep: 4 * rows, y: 4 * Y },
    ...{ yStep: 4 * columns, count: terms },
  });
  check();
});

Deno.test("compileFusedFor()'s panels give what its outer products do", () => {
  const fused = compileFusedFor(memory);
  const terms = 37;
  fillRandomly();
  const x = { x: 4 * X, xStep: 16, y: 4 * Y, count: terms };
  const size = { rows: 4, terms, columns: 8 };
  values.fill(0, OUT, OUT + 32);
  fused.addPanelProducts({
    ...{ ...x, out: 4 * OUT, outStep: 32, panels: 1, bands: 1 },
  });
  const byPanels = results(size, 8);
  values.fill(0, OUT, OUT + 32);
  fused.addOuterProducts({
    ...{ ...x, yStep: 32, out: 4 * OUT, outStep: 32, rows: 4, columns: 8 },
  });
  deepStrictEqual(results(size, 8), byPanels);
});
