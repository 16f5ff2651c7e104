/**
 * The core claims by the library and by the plain engine side by side, as the
 * table that stands in notebooks/trust.md.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import * as thaw from "../../lib/mod.ts";
import * as plain from "./plain_engine.ts";

const COUNT = 40_000;

type Row = [claim: string, engine: number, library: number, formula: number];

function masksOf(rate: number): number[][] {
  const layer = thaw.dropout({ rate, seed: 5, trainable: false });
  const library = layer.apply(tf.ones([1, COUNT]), { training: true });
  return [
    plain.fill(1, COUNT, plain.maskValue(rate, plain.generator(2)))[0],
    [...(library as tf.Tensor).dataSync()],
  ];
}

/** Share of neurons that are kept at some of ten times and dropped at others. */
function inPart(): [engine: number, library: number] {
  const [units, steps] = [2000, 10];
  const share = (rows: plain.Matrix) =>
    rows.filter((row) => new Set(row).size > 1).length / units;
  const draw = plain.maskValue(0.2, plain.generator(4));
  const layer = thaw.dropout({ rate: 0.2, seed: 6 });
  const mask = layer.apply(tf.ones([units, steps]), { training: true });
  return [
    share(plain.fill(units, steps, draw)),
    share((mask as tf.Tensor).arraySync() as plain.Matrix),
  ];
}

/** Variance at prediction behind a dropout of 0.5, for input of this mean. */
function shift(mean: number): [engine: number, library: number] {
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [1] }),
      thaw.dropout({ rate: 0.5, seed: 9 }),
      thaw.batchNormalization({ momentum: 0, epsilon: 1e-6 }),
    ],
  });
  const draw = { seed: 1, layer: 2, step: 3 };
  const x = thaw.drawNormal([COUNT, 1], draw, mean);
  model.apply(x, { training: true });
  const after = model.apply(x, { training: false }) as tf.Tensor;
  return [
    plain.varianceAtPrediction(0.5, mean, COUNT, 8),
    tf.moments(after).variance.dataSync()[0],
  ];
}

/** Lines of Markdown. */
export function agreementTable(): string {
  const [engine, library] = masksOf(0.3);
  const dropped = (mask: number[]) =>
    mask.filter((value) => value === 0).length / COUNT;
  const byRate = (mask: number[]) => plain.mean(mask) * 0.7 / 0.3;
  const rows: Row[] = [
    [
      "share that a frozen Dropout(0.3) drops in training",
      ...[dropped(engine), dropped(library)] as [number, number],
      0.3,
    ],
    [
      "mean of ones, divided by the share kept",
      ...[plain.mean(engine), plain.mean(library)] as [number, number],
      1,
    ],
    [
      "mean of ones, divided by the rate",
      ...[byRate(engine), byRate(library)] as [number, number],
      0.7 / 0.3,
    ],
    [
      "neurons of ten times dropped in part, rate 0.2",
      ...inPart(),
      1 - 0.8 ** 10 - 0.2 ** 10,
    ],
    ["variance at prediction, rate 0.5, mean 0", ...shift(0), 0.5],
    ["variance at prediction, rate 0.5, mean 1", ...shift(1), 1 / 3],
  ];
  return [
    "| what | plain engine | library | formula |",
    "| --- | --: | --: | --: |",
    ...rows.map(([claim, ...numbers]) =>
      `| ${claim} | ${numbers.map((it) => it.toFixed(3)).join(" | ")} |`
    ),
  ].join("\n");
}
