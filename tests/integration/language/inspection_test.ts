/**
 * What is said of a name: its type and documentation, its value, where it was
 * declared; and of a call, what it takes.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AskedKernel } from "../../harness/asked_kernel.ts";

const FILES = {
  "near.ts": "/** Loads **many** of `them`. */\n" +
    "export function load(count: number): number[] { return [count]; }\n",
};

const CELLS = [
  `/**
 * Adds two numbers.
 *
 * @param a The first.
 * @returns The sum.
 */
function add(a: number, b = 1): number {
  return a + b;
}
let counter = 0;
const quiet = { get value() { return { deep: 1 } }, get loud() { counter++; return 1 } };`,
  `interface Shape {
  /** How far it reaches. */
  radius: number;
  kind: "circle" | "square";
}
function draw(shape: Shape, times?: number): void;
function draw(shape: string): void;
function draw() {}
import { load } from "./near.ts";
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const x = tf.zeros([2, 3], "int32"), list = [1, "two"];
class Point { constructor(public left: number, public top = 0) {} }
const größe = 5, $cash = 6;
const model = tf.sequential({ layers: [
  tf.layers.dense({ units: 3, inputShape: [4], name: "hidden" }),
  tf.layers.dropout({ rate: 0.5, name: "drop" }),
] });
const rows = [{ city: "Bern", people: 1 }, { city: "Basel", people: 2 }];
class Frame {
  constructor(public columns: string[], public values: unknown[][]) {}
  head() { return new Frame(this.columns, this.values.slice(0, 1)); }
}
const frame = new Frame(["first", "second"], [[10, 20], [30, 40]]);
class Fresh {
  columns = ["age"];
  [column: string]: any;
  constructor() {
    Object.defineProperty(this, "age", { get: () => { counter++; return 1 } });
  }
  column(name: string): { mean(axis?: number): number } { counter++; return null! }
}
const fresh = new Fresh();
const loud = { [Symbol.for("Jupyter.display")]() { counter++; return {} } };
const look = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "own look" }) };`,
  "var changed = 1",
  "const changed = 'text'",
];

/** Code, what must be said, what must not be. */
type Row = [code: string, said: (string | RegExp)[], unsaid?: string[]];

const ROWS: Row[] = [
  // Of cells.
  ["add", [
    "function add(a: number, b?: number): number",
    "Adds two numbers.",
    "@param a — The first.",
    "Declared in In[1]:7",
    "b = 1",
  ], ["return a + b"]],
  ["ad‸d(1)", ["function add"]],
  ["counter", ["let counter: number", "Declared in In[1]:10", "0"]],
  ["list", ["const list: (string | number)[]", 'Array(2) [1, "two"]']],
  ["x", ["const x: tf.Tensor<tf.Rank>", "shape [2, 3], int32", "In[2]:12"]],
  ["x.sha‸pe", ["The shape of the tensor.", "Array(2) [2, 3]"]],
  ["größe", ["const größe: 5", "5"]],
  ["'😀'; größe", ["const größe: 5"]],
  ["$cash", ["const $cash: 6"]],
  ["Point", [/class Point|constructor/, "Declared in In[2]:13"]],
  ["Shape", ["interface Shape", "Declared in In[2]:1"]],
  ["let s: Shape; s.rad‸ius", ["radius: number", "How far it reaches."]],
  ["changed", ['const changed: "text"', "Declared in In[4]:1"], ["number"]],
  // Behind getters and calls.
  ["quiet.value", ["value: {", "deep"]],
  ["quiet.loud", ["loud: number"], ["quiet.loud: number\n"]],
  ["quiet.value.deep", ["deep: number", "1"]],
  // Of a data frame's columns, which V8 refuses to make.
  ["fresh['age']", ["fresh['age']: {", "mean"]],
  ["fresh.age", ["fresh.age: {"]],
  ["fresh.age.mean", ["fresh.age.mean: (axis?: number) => number"]],
  ["fresh['age'].mean(", ["mean(axis?: number): number", "> axis"]],
  // By the value's own look.
  ["model", [/Layer +Type +Output shape/, /hidden +Dense +\[null,3\] +15\n/]],
  ["model.layers[0]‸", [
    'Dense "hidden", output shape [null,3], 15 parameters',
  ]],
  ["model.layers[0].na‸me", ["name: string", '"hidden"']],
  ["rows", [/city +people\nBern +1\nBasel +2/]],
  ["rows[1]‸.city", ["rows[1]: {", "Basel"]],
  ["frame", [/first +second\n10 +20\n30 +40/]],
  ["frame.head()‸", ["frame.head(): Frame", /first +second\n10 +20$/]],
  ["look", ["own look"]],
  ["loud", ["const loud: {"]],
  ["x", [], ["kept"]],
  ["(await load(1))[0]‸", ["(await load(1))[0]: number"]],
  ["rows[0]‸ +", ["Bern"]],
  // Of what has not run.
  ["const { city: na‸me } = rows[0]", ["const name: string"], [
    "name: string, ",
  ]],
  ["import { load } from './ne‸ar.ts'", ['module "./near.ts"']],
  ["const later = { one: 1 };\nlat‸er", ["const later: {"], ["Declared"]],
  ["function f(pa‸ram: Shape) {}", ["param: Shape"]],
  ["import { lo‸ad } from './near.ts'", [
    "function load(count: number): number[]",
    "Loads many of them.",
    "Declared in ./near.ts:2",
  ]],
  ["import * as thaw from 'thaw'; thaw.fi‸t", [
    "function fit(model: ",
    "Trains a compiled model",
    "@param x — Inputs",
  ]],
  ["tf.layers.dense", ["function dense(args: DenseLayerArgs): Dense", "units"]],
  ["Math.max", ["max(...values: number[]): number"]],
  ["fetch", ["function fetch(", "Promise<Response>"]],
  ["Deno.jupyter.comms", ["Channels between cells"]],
  ["Deno.readTextFile", ["Promise<string>"]],
  // Within a call.
  ["add(", ["add(a: number, b?: number): number", "> a: number: The first."]],
  ["add(1, ", ["> b?: number"]],
  ["add(1, ‸)", ["> b?: number"]],
  ["draw({ radius: 1, kind: 'circle' }, ", ["> times?: number"]],
  ["draw(", ["(1 of 2 signatures)", "> shape: Shape"]],
  ["new Point(1, ", ["Point(left: number, top?: number)", "> top?: number"]],
  ["Math.max(1, ", ["> ...values: number[]"]],
  ["import * as thaw from 'thaw'; thaw.dropout(", ["> args: "]],
  ["new Map<string, number>().get(", ["get(key: string): number | undefined"]],
  ["add(counter‸, 2)", ["let counter: number"]],
  // Nothing.
  ["missing", []],
  ["const", []],
  ["quiet.missing", []],
  ["// add‸", []],
  ["'add‸'", []],
  ["12‸", []],
  ["", []],
];

Deno.test("inspection says what is known of what stands at the cursor", async (t) => {
  await using kernel = await AskedKernel.start(FILES);
  for (const cell of CELLS) await kernel.run(cell);

  await t.step("rows", async () => {
    const wrong: unknown[] = [];
    for (const [code, said, unsaid = []] of ROWS) {
      const text = await kernel.inspect(code);
      const missing = said.filter((one) =>
        typeof one === "string" ? !text.includes(one) : !one.test(text)
      );
      const extra = unsaid.filter((one) => text.includes(one));
      const isRight = said.length + unsaid.length > 0 || text === "";
      if (missing.length + extra.length > 0 || !isRight) {
        wrong.push({ code, missing, extra, text: text.slice(0, 300) });
      }
    }
    deepStrictEqual(wrong, []);
  });

  await t.step("the source at the second level", async () => {
    ok((await kernel.inspect("add", 1)).includes("return a + b"));
    ok((await kernel.inspect("Shape", 1)).includes('kind: "circle" | '));
    ok((await kernel.inspect("let s: Sha‸pe", 1)).includes('kind: "circle"'));
  });

  await t.step("Markdown keeps code and marks", async () => {
    const data = await kernel.inspectAll("import { lo‸ad } from './near.ts'");
    match(data["text/markdown"], /```ts\nfunction load\(count: number\)/);
    match(data["text/markdown"], /\*\*many\*\* of `them`/);
  });

  await t.step("nothing was changed by it", async () => {
    let shown = "";
    await kernel.client.execute("counter", {
      onOutput: ({ content }) => {
        const data = content.data as Record<string, string> | undefined;
        shown = data?.["text/plain"] ?? shown;
      },
    });
    strictEqual(shown, "0");
  });
});
