/** Bits are compared with sums in order, each term rounded alone. */

import { deepStrictEqual } from "node:assert/strict";
import { compile } from "../../../../lib/backend/assembly/compile.ts";
import { compileFusedFor } from "../../../../lib/backend/assembly/own_code.ts";
import {
  addFlat,
  addFlatFused,
  multiplyShallow,
  multiplyShallowFused,
} from "../../../../lib/backend/assembly/shallow_products.ts";

const [X, Y, OUT] = [100, 1000, 2000];

/** Fractions in memory that need every bit, zeros of both signs among them. */
function fresh() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const values = new Float32Array(memory.buffer);
  values.forEach((_, i) => values[i] = i % 7 ? Math.sin(i) : i % 2 ? -0 : 0);
  return {
    values,
    code: compile([...multiplyShallow, ...addFlat], memory),
  };
}

function bits(values: Float32Array, from: number, length: number): number[] {
  return [...new Int32Array(values.slice(from, from + length).buffer)];
}

/** `start[i][j]` and the products of so many terms, added in their order. */
function expected(
  sizes: { rows: number; columns: number; terms: number },
  start: (i: number, j: number) => number,
  factors: (i: number, j: number, p: number) => [number, number],
): number[] {
  const { rows, columns, terms } = sizes;
  const sums = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = start(i, j);
    for (let p = 0; p < terms; p++) {
      const [x, y] = factors(i, j, p);
      sum = Math.fround(sum + Math.fround(x * y));
    }
    return sum;
  });
  return bits(sums, 0, sums.length);
}

for (const short of [1, 2, 3, 4]) {
  for (const [rows, columns] of [[1, 1], [3, 5], [4, 8], [9, 13]]) {
    Deno.test(`multiplyShallow${short}() writes a product of ${rows} by ${columns}, and nothing beyond`, () => {
      const { values, code } = fresh();
      const given = values.slice();
      const step = columns + 3;
      code[`multiplyShallow${short}`]({
        x: 4 * X,
        y: 4 * Y,
        yStep: 4 * step,
        out: 4 * OUT,
        outStep: 4 * columns,
        rows,
        columns,
      });
      const sums = expected(
        { rows, columns, terms: short },
        () => 0,
        (i, j, p) => [given[X + i * short + p], given[Y + p * step + j]],
      );
      deepStrictEqual(bits(values, OUT, rows * columns), sums);
      const end = OUT + rows * columns;
      deepStrictEqual(bits(values, end, 9), bits(given, end, 9));
    });
  }
}

for (const short of [1, 2, 3]) {
  for (const [count, columns] of [[0, 5], [1, 1], [4, 8], [7, 13]]) {
    Deno.test(`addFlat${short}() adds ${count} terms to ${columns} columns`, () => {
      const { values, code } = fresh();
      const given = values.slice();
      const step = columns + 2;
      code[`addFlat${short}`]({
        x: 4 * X,
        y: 4 * Y,
        yStep: 4 * step,
        count,
        out: 4 * OUT,
        outStep: 4 * columns,
        columns,
      });
      const sums = expected(
        { rows: short, columns, terms: count },
        (i, j) => given[OUT + i * columns + j],
        (i, j, p) => [given[X + p * short + i], given[Y + p * step + j]],
      );
      deepStrictEqual(bits(values, OUT, short * columns), sums);
      const end = OUT + short * columns;
      deepStrictEqual(bits(values, end, 9), bits(given, end, 9));
    });
  }
}

// Parts of one product may go by either loop.
Deno.test("Fused, their sums have the bits of fused tiles", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const values = new Float32Array(memory.buffer);
  values.forEach((_, i) => values[i] = Math.sin(i));
  const fused = [...multiplyShallowFused, ...addFlatFused];
  const loops = compile(fused.map((write) => write()), memory);
  const tiles = compileFusedFor(memory);
  const columns = 13;
  const step = 4 * columns;
  const out = { out: 4 * OUT, outStep: step, columns };
  const sums = (rows: number, compute: () => void) => {
    values.fill(0, OUT, OUT + rows * columns);
    compute();
    return bits(values, OUT, rows * columns);
  };
  for (const short of [1, 2, 3]) {
    const x = { x: 4 * X, y: 4 * Y, yStep: step };
    const rows = 7;
    // A product of `rows` terms, then one of as many rows.
    deepStrictEqual(
      sums(
        short,
        () => loops[`addFlat${short}`]({ ...x, ...out, count: rows }),
      ),
      sums(short, () =>
        tiles.addOuterProducts({
          ...{ ...x, ...out, xStep: 4 * short },
          ...{ count: rows, rows: short },
        })),
    );
    const by = { ...x, ...out, rows };
    deepStrictEqual(
      sums(rows, () => loops[`multiplyShallow${short}`](by)),
      sums(rows, () => {
        for (let i = 0; i < rows; i++) {
          tiles.addOuterProducts({
            ...{ ...by, x: 4 * (X + i * short), xStep: 4, count: short },
            ...{ rows: 1, out: 4 * OUT + i * step },
          });
        }
      }),
    );
  }
});
