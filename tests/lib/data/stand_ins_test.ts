/**
 * The stand-ins: the same bytes for a seed wherever they are made, different
 * ones for training and test, and something to learn in each.
 */

import { notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { digits } from "../../../lib/data/stand_in/digits.ts";
import { engines } from "../../../lib/data/stand_in/engines.ts";
import { reviews } from "../../../lib/data/stand_in/reviews.ts";

function hash(...arrays: ArrayBufferView[]): string {
  const sha256 = createHash("sha256");
  for (const array of arrays) sha256.update(array as Uint8Array);
  return sha256.digest("hex").slice(0, 16);
}

const GENERATORS = {
  digits(seed: number, set: number) {
    const { images, labels } = digits(50, seed, set);
    return hash(images.data, labels.data);
  },
  reviews(seed: number, set: number) {
    const { words, labels } = reviews(50, seed, set);
    return hash(...words, Uint8Array.from(labels));
  },
  engines(seed: number, set: number) {
    const { series, labels } = engines(20, seed, set);
    return hash(series.data, labels.data);
  },
};

const PINNED = {
  digits: "529d3697f5ea23ec",
  reviews: "34771a7099323a36",
  engines: "9c02df8a45e78229",
};

for (const [name, make] of Object.entries(GENERATORS)) {
  Deno.test(`${name}() makes the same bytes everywhere`, () => {
    strictEqual(make(7, 0), PINNED[name as keyof typeof PINNED]);
  });

  Deno.test(`${name}() differs by seed and set`, () => {
    notStrictEqual(make(7, 0), make(7, 1));
    notStrictEqual(make(7, 0), make(8, 0));
  });
}

/** The label whose mean training image is nearest. */
function nearestMean(
  images: Uint8Array,
  labels: Uint8Array,
): (image: Uint8Array) => number {
  const means = Array.from({ length: 10 }, () => new Float64Array(784));
  const counts = new Float64Array(10);
  labels.forEach((label, i) => {
    counts[label]++;
    means[label].forEach((_, at, mean) => mean[at] += images[i * 784 + at]);
  });
  return (image) => {
    const distances = means.map((mean, label) =>
      mean.reduce(
        (sum, it, at) => sum + (it / counts[label] - image[at]) ** 2,
        0,
      )
    );
    return distances.indexOf(Math.min(...distances));
  };
}

Deno.test("digits() can be told apart, but not by their means alone", () => {
  const [train, test] = [digits(500, 7, 0), digits(200, 7, 1)];
  const classify = nearestMean(train.images.data, train.labels.data);
  const right =
    test.labels.data.filter((label, i) =>
      classify(test.images.data.subarray(i * 784, (i + 1) * 784)) === label
    ).length;
  // Chance is 20 of 200; four standard errors above it are 37.
  ok(right > 37 && right < 190, `${right} of 200`);
});

Deno.test("reviews() have half the lengths below about 175 words", () => {
  const lengths = reviews(1001, 7, 0).words.map((review) => review.length)
    .sort((left, right) => left - right);
  // Four standard errors of a log-normal sample's median: 4 * 1.25 * 0.65 / sqrt(1001).
  ok(Math.abs(Math.log(lengths[500] / 175)) < 0.11, `${lengths[500]}`);
});
