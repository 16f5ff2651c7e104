import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, match, throws } from "node:assert/strict";
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
  ["a layer", model.layers[1], ["a2"]],
  ["a nested model", base, ["base/a", "base/drop"]],
  ["all but a layer", not(model.layers.slice(1)), ["base/a", "base/drop"]],
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
  ["a predicate on the name", (layer) => !/^a|base/.test(layer.name), [
    "base/drop",
    "head",
  ]],
  ["any of", ["a", "head"], ["base/a", "head"]],
  ["the opposite", not(["base/a", -1]), ["base/drop", "a2"]],
  ["all but a class that is not there", not({ className: "Conv2D" }), [
    "base/a",
    "base/drop",
    "a2",
    "head",
  ]],
  ["any of patterns, one of which fits none", [/^conv/, /^head/], ["head"]],
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

const flat = tf.layers.flatten({ name: "flat" });

for (
  const [what, filter, message] of [
    ["a misspelt name", "haed", /^haed is no layer of .*; did you mean head\?/],
    ["one in a list", ["a", "haed"], /^haed is no .* did you mean head\? its/],
    ["one in an opposite", not("haed"), /^haed is no layer/],
    ["one in a list's opposite", not(["a", "haed"]), /^haed is no layer/],
    ["one in all of", allOf("base", not("haed")), /^haed is no layer/],
    ["one among conditions", not({ name: "haed" }), /^haed is no layer/],
    ["a path as a name", not({ name: "base/a" }), /^base\/a is no layer/],
    ["a misspelt path", ["a", "base/dorp"], /did you mean base\/drop\?/],
    ["an index too high", [0, 3], /^3 is no layer of /],
    ["an index too low", not({ index: -4 }), /^-4 is no layer of /],
    ["an index that is no integer", [0, 0.5], /^0.5 is no layer of /],
    ["a layer of another model", ["a", flat], /^flat is no layer of /],
  ] as [string, LayerFilter, RegExp][]
) {
  Deno.test(`selectLayers() refuses ${what} that no layer has`, () => {
    throws(() => chosen(filter), ({ name, message: said }: Error) => {
      match(said, message);
      match(said, /its layers: base\/a, base\/drop, a2, head$/);
      return name === "RangeError";
    });
  });
}

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
