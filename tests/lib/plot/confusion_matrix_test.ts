import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  confusionCounts,
  confusionMatrix,
} from "../../../lib/plot/confusion_matrix.ts";

await tf.setBackend("cpu");

const truth = [0, 0, 1, 2, 2, 2];
const guess = [0, 1, 1, 2, 0, 2];
const COUNTS = [[1, 1, 0], [0, 1, 0], [1, 0, 2]];

Deno.test("confusionCounts() counts truth down and predictions across, from numbers or columns", async () => {
  deepStrictEqual(await confusionCounts(truth, guess), COUNTS);
  const columns = (classes: number[]) =>
    tf.oneHot(tf.tensor1d(classes, "int32"), 3);
  deepStrictEqual(
    await confusionCounts(columns(truth), columns(guess).toFloat().mul(0.6)),
    COUNTS,
  );
  deepStrictEqual(
    await confusionCounts(tf.tensor2d(truth, [6, 1]), guess),
    COUNTS,
  );
});

Deno.test("confusionMatrix() shows counts or shares, and says how many are right", async () => {
  const { data, summary } = await confusionMatrix(truth, guess, {
    classes: ["<a>", "b", "c"],
  });
  deepStrictEqual(data[0].z, COUNTS);
  strictEqual(data[0].zmin, 0);
  deepStrictEqual(data[0].x, ["&lt;a&gt;", "b", "c"]);
  strictEqual(summary, "Confusion matrix: 4 of 6 samples right (66.7 %)");
  const shares = await confusionMatrix(truth, guess, { normalize: "true" });
  deepStrictEqual((shares.data[0].z as number[][])[2], [0.3333, 0, 0.6667]);
  const called = await confusionMatrix(truth, guess, { normalize: "pred" });
  deepStrictEqual((called.data[0].z as number[][])[0], [0.5, 0.5, 0]);
});

Deno.test("confusionMatrix() refuses what is no class or does not fit", async () => {
  await rejects(confusionMatrix([0], [0, 1]), RangeError);
  await rejects(confusionMatrix([0.5], [1]), RangeError);
  await rejects(
    confusionMatrix([0, 5], [0, 1], { classes: ["a"] }),
    RangeError,
  );
  await rejects(confusionMatrix([], []), RangeError);
  await rejects(
    confusionMatrix([0], [0], { normalize: "all" as never }),
    RangeError,
  );
});

Deno.test("confusionMatrix() writes samples as whole numbers, shares as they are", async () => {
  const template = async (normalize?: "true") => {
    const { data } = await confusionMatrix(truth, guess, { normalize });
    return data[0].texttemplate;
  };
  // Without a format Plotly writes 18181 as 18.181k.
  strictEqual(await template(), "%{z:d}");
  strictEqual(await template("true"), "%{z}");
});

Deno.test("confusionMatrix() says how many classes are too many", async () => {
  const classes = Array.from({ length: 1000 }, (_, index) => index);
  await rejects(confusionMatrix(classes, classes), {
    name: "RangeError",
    message: /at most 200 classes, got 1,000/,
  });
});
