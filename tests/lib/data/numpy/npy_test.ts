import { deepStrictEqual, throws } from "node:assert/strict";
import { parseNpy } from "../../../../lib/data/numpy/npy.ts";

const folder = new URL("../../../golden/npy/", import.meta.url);
const expected: Record<string, { shape: number[]; data: unknown[] }> = JSON
  .parse(Deno.readTextFileSync(new URL("expected.json", folder)));

function fixture(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`${name}.npy`, folder));
}

/** The values as JSON can hold them: wide integers as text, bytes as lists. */
function plain(values: ArrayLike<unknown>): unknown[] {
  return Array.from(values, (value) => {
    if (typeof value === "bigint") return String(value);
    return value instanceof Uint8Array ? [...value] : value;
  });
}

for (const [name, { shape, data }] of Object.entries(expected)) {
  Deno.test(`parseNpy() reads what NumPy wrote: ${name}`, () => {
    const array = parseNpy(fixture(name));
    deepStrictEqual(array.shape, shape);
    const wanted = array.dtype === "bool" ? data.map(Number) : data;
    const found = array.dtype === "object"
      ? JSON.parse(
        JSON.stringify(
          array.data,
          (_, it) => typeof it === "bigint" ? String(it) : it,
        ),
      )
      : plain(array.data);
    deepStrictEqual(found, wanted);
  });
}

for (const protocol of [2, 3]) {
  Deno.test(`parseNpy() reads lists pickled with protocol ${protocol}`, () => {
    const { data, shape } = parseNpy(fixture(`lists_protocol${protocol}`));
    deepStrictEqual(shape, [4]);
    deepStrictEqual(data, parseNpy(fixture("lists")).data);
  });
}

Deno.test("parseNpy() names the type and keeps the narrowest array", () => {
  deepStrictEqual(
    ["b1", "i1", "u2", "half", "f8", "c8", "text", "date", "lists"].map(
      (name) => {
        const { dtype, data } = parseNpy(fixture(name));
        return [dtype, data.constructor.name];
      },
    ),
    [
      ["bool", "Uint8Array"],
      ["int8", "Int8Array"],
      ["uint16", "Uint16Array"],
      ["float16", "Float32Array"],
      ["float64", "Float64Array"],
      ["complex64", "Float32Array"],
      ["str", "Array"],
      ["datetime64[D]", "BigInt64Array"],
      ["object", "Array"],
    ],
  );
});

for (const name of ["f4", "text", "lists", "fortran"]) {
  Deno.test(`parseNpy() throws on ${name} cut off anywhere`, () => {
    const bytes = fixture(name);
    for (let length = 0; length < bytes.length; length++) {
      throws(() => parseNpy(bytes.slice(0, length)), SyntaxError, `${length}`);
    }
  });
}

Deno.test("parseNpy() throws on bytes after the values", () => {
  const bytes = new Uint8Array([...fixture("f4"), 0]);
  throws(() => parseNpy(bytes), /takes 24 bytes, the file has 25/);
});

for (
  const [descr, shape] of [
    ["<f16", "(1,)"],
    ["|V8", "(1,)"],
    ["<U0", "(9,)"],
    ["<f4", "(1e9,)"],
    ["<f4", "(99999999999999999999,)"],
    ["<f4", "(-1,)"],
    ["<f4", "(4294967296, 4294967296)"],
  ]
) {
  Deno.test(`parseNpy() throws on type ${descr} of shape ${shape}`, () => {
    const header =
      `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
    const text = `\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\0`;
    const bytes = Uint8Array.from(text + header, (it) => it.charCodeAt(0));
    throws(() => parseNpy(bytes), SyntaxError);
  });
}
