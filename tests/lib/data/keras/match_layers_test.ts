import { deepStrictEqual } from "node:assert/strict";
import {
  matchLayers,
  storageKeys,
} from "../../../../lib/data/keras/match_layers.ts";

function convolutions(...names: string[]) {
  return names.map((name) => ({ name, className: "Conv2D" }));
}

function matched(names: string[], stored: string[]): string[][] {
  return [...matchLayers(convolutions(...names), stored)];
}

Deno.test("matchLayers() matches equal names", () => {
  deepStrictEqual(
    matched(["a", "conv2d", "conv2d_1"], ["conv2d_1", "conv2d", "a", "b"]),
    [["a", "a"], ["conv2d", "conv2d"], ["conv2d_1", "conv2d_1"]],
  );
});

Deno.test("matchLayers() matches automatic names by order of number", () => {
  const stored = ["conv2d_1", "conv2d_10", "conv2d_2", "dense_3"];
  deepStrictEqual(matched(["conv2d", "conv2d_1", "conv2d_2"], stored), [
    ["conv2d", "conv2d_1"],
    ["conv2d_1", "conv2d_2"],
    ["conv2d_2", "conv2d_10"],
  ]);
});

Deno.test("matchLayers() knows tfjs' automatic names", () => {
  deepStrictEqual(
    matched(["conv2d_Conv2D2", "conv2d_Conv2D10"], ["conv2d", "conv2d_1"]),
    [["conv2d_Conv2D2", "conv2d"], ["conv2d_Conv2D10", "conv2d_1"]],
  );
});

Deno.test("matchLayers() knows Keras 1's automatic names", () => {
  deepStrictEqual(matched(["conv2d"], ["convolution2d_7"]), [
    ["conv2d", "convolution2d_7"],
  ]);
});

Deno.test("matchLayers() renumbers no name that someone chose", () => {
  deepStrictEqual(matched(["block_1"], ["block_2", "block"]), []);
});

Deno.test("matchLayers() leaves out layers the file is too short for", () => {
  deepStrictEqual(matched(["conv2d_3", "conv2d_4"], ["conv2d_1"]), [
    ["conv2d_3", "conv2d_1"],
  ]);
});

Deno.test("storageKeys() counts each class for itself, as Keras 3 does", () => {
  const layers = ["Conv2D", "BatchNormalization", "Conv2D", "LSTM", "Conv2D"];
  deepStrictEqual(
    storageKeys(layers.map((className) => ({ name: "x", className }))),
    ["conv2d", "batch_normalization", "conv2d_1", "lstm", "conv2d_2"],
  );
});
