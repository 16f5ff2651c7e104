import { deepStrictEqual } from "node:assert/strict";
import { compileFor } from "../../../../lib/backend/assembly/own_code.ts";

/** Memory of floats that hold their own index, and our code on it. */
function fresh(shared: boolean) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
  const values = new Float32Array(memory.buffer).map((_, i) => i);
  new Float32Array(memory.buffer).set(values);
  return {
    code: compileFor(memory),
    values: new Float32Array(memory.buffer),
  };
}

for (const shared of [false, true]) {
  Deno.test(`clear() sets just the bytes it is given, ${shared ? "shared" : "plain"} memory`, () => {
    const { code, values } = fresh(shared);
    code.clear({ address: 4, size: 12 });
    deepStrictEqual([...values.slice(0, 6)], [0, 0, 0, 0, 4, 5]);
    code.clear({ address: 16, size: 0 });
    deepStrictEqual(values[4], 4);
  });
}

Deno.test("compileFor() compiles a function when it is first read, and once", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const compiled: string[] = [];
  const code = compileFor(memory, (_, functions) => {
    compiled.push(...Object.keys(functions));
    return functions;
  });
  deepStrictEqual(compiled, []);
  const { clear } = code;
  deepStrictEqual(code.clear, clear);
  deepStrictEqual(compiled, ["clear"]);
});

Deno.test("addOuterProducts() adds in rows apart, and writes nothing between", () => {
  for (const count of [0, 1, 3, 4, 5, 9]) {
    const { code, values } = fresh(false);
    const [x, y, out] = [1000, 2000, 3000];
    const [rows, columns, xStep, yStep, outStep] = [5, 11, 6, 12, 13];
    values.fill(1, out, out + rows * outStep);
    code.addOuterProducts({
      x: 4 * x,
      xStep: 4 * xStep,
      y: 4 * y,
      yStep: 4 * yStep,
      count,
      out: 4 * out,
      outStep: 4 * outStep,
      rows,
      columns,
    });
    const expected = Array.from({ length: rows * outStep }, (_, at) => {
      const [i, j] = [Math.floor(at / outStep), at % outStep];
      if (j >= columns) return 1;
      let sum = 1;
      for (let p = 0; p < count; p++) {
        sum = Math.fround(
          sum + Math.fround((x + p * xStep + i) * (y + p * yStep + j)),
        );
      }
      return sum;
    });
    deepStrictEqual([...values.slice(out, out + rows * outStep)], expected);
  }
});

Deno.test("multiplyRows() and addPanelProducts() give one product", () => {
  const { code, values } = fresh(false);
  const [terms, panels] = [8, 2];
  const [x, turned, y, first, second] = [1000, 1100, 1200, 2000, 3000];
  for (let row = 0; row < 4; row++) {
    for (let p = 0; p < terms; p++) {
      values[x + row * terms + p] = values[turned + 4 * p + row] = row - p;
    }
  }
  for (let i = 0; i < 8 * terms * panels; i++) values[y + i] = i % 13 - 6;
  values.fill(0, second, second + 64);
  code.multiplyRows({
    x: 4 * x,
    xStep: 4 * terms,
    y: 4 * y,
    terms,
    out: 4 * first,
    outStep: 64,
    columns: 16,
    rows: 4,
  });
  code.addPanelProducts({
    x: 4 * turned,
    xStep: 16,
    y: 4 * y,
    count: terms,
    out: 4 * second,
    outStep: 64,
    panels,
    bands: 1,
  });
  const product = Array.from({ length: 64 }, (_, at) => {
    const [row, column] = [Math.floor(at / 16), at % 16];
    const panel = y + Math.floor(column / 8) * 8 * terms + column % 8;
    let sum = 0;
    for (let p = 0; p < terms; p++) sum += (row - p) * values[panel + 8 * p];
    return sum;
  });
  const shown = (from: number) =>
    Array.from(values.slice(from, from + 64), (value) => value + 0);
  deepStrictEqual(shown(first), product.map((value) => value + 0));
  deepStrictEqual(shown(second), product.map((value) => value + 0));
});
