import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, throws } from "node:assert/strict";
import {
  allOf,
  type LayerFilter,
  not,
  selectLayers,
} from "../../../lib/layers/layer_filter.ts";

await tf.setBackend("cpu");

const dense = (name: string) =>
  tf.layers.dense({ name, units: 2, inputShape: [2] });
const base = tf.sequential({
  name: "base",
  layers: [dense("a"), tf.layers.dropout({ rate: 0.5, name: "drop" })],
});
const model = tf.sequential({ layers: [base, dense("a2"), dense("head")] });

const chosen = (filter?: LayerFilter) =>
  selectLayers(model, filter).map(({ path }) => path);

const CASES: [string, LayerFilter | undefined, string[]][] = [
  ["nothing", undefined, ["base/a", "base/drop", "a2", "head"]],
  ["a name", "a", ["base/a"]],
  ["a path", "base/drop", ["base/drop"]],
  ["a nested model's name", "base", ["base/a", "base/drop"]],
  ["an index", 0, ["base/a", "base/drop"]],
  ["an index from the end", -1, ["head"]],
  ["a pattern", /a/, ["base/a", "base/drop", "a2", "head"]],
  ["a class", { className: "Dropout" }, ["base/drop"]],
  ["a class", { className: tf.layers.Layer }, [
    "base/a",
    "base/drop",
    "a2",
    "head",
  ]],
  ["conditions", { className: "Dense", path: /^base/ }, ["base/a"]],
  ["a predicate", ({ index }) => index > 0, ["a2", "head"]],
  ["any of", ["a", "head"], ["base/a", "head"]],
  ["the opposite", not(["base/a", -1]), ["base/drop", "a2"]],
  ["all of", allOf("base", not({ className: "Dropout" })), ["base/a"]],
];

for (const [what, filter, paths] of CASES) {
  Deno.test(`selectLayers() by ${what} gives ${paths}`, () => {
    deepStrictEqual(chosen(filter), paths);
  });
}

Deno.test("selectLayers() says which layers there are when none fits", () => {
  throws(
    () => chosen("tail"),
    /its layers: base\/a, base\/drop, a2, head/,
  );
  throws(() => selectLayers(tf.sequential(), "tail"), /its layers: none/);
});

Deno.test("selectLayers() tries a pattern with the flag g on each layer", () => {
  deepStrictEqual(chosen(/^base/g), ["base/a", "base/drop"]);
  deepStrictEqual(chosen({ name: /a/g }), [
    "base/a",
    "base/drop",
    "a2",
    "head",
  ]);
});

const misspelt = { classname: "Dense" } as LayerFilter;

for (
  const [what, filter, message] of [
    ["null", null, /got null/],
    ["true", true, /got true/],
    ["a misspelt condition", misspelt, /there is no classname/],
    ["one in an opposite", not(misspelt), /no classname/],
    ["a layer", tf.layers.flatten({ name: "flat" }), /give its name, "flat"/],
    ["one in a list", ["a", { names: "b" }], /there is no names/],
  ] as [string, unknown, RegExp][]
) {
  Deno.test(`selectLayers() refuses ${what}`, () => {
    throws(() => chosen(filter as LayerFilter), { name: "TypeError", message });
  });
}

Deno.test("selectLayers() refuses what is no model", () => {
  for (const wrong of [undefined, null, {}, [], "dense"]) {
    throws(
      () => selectLayers(wrong as unknown as tf.layers.Layer),
      /^TypeError: A model or layer is needed, got/,
    );
  }
});
