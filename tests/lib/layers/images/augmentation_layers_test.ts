/** Image augmentations: against Keras, seeded, replayed, off at prediction. */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import * as thaw from "../../../../lib/mod.ts";
import golden from "../../../golden/images.json" with { type: "json" };

await tf.setBackend("cpu");

// deno-lint-ignore no-explicit-any -- each layer has arguments of its own
type Make = (args?: any) => thaw.NoiseLayer;

const MAKE: Record<string, Make> = {
  randomBrightness: thaw.randomBrightness,
  randomContrast: thaw.randomContrast,
  randomFlip: thaw.randomFlip,
  randomRotation: thaw.randomRotation,
  randomTranslation: thaw.randomTranslation,
  randomZoom: thaw.randomZoom,
};

const ARGS: Record<string, Record<string, unknown>> = {
  randomBrightness: { factor: 0.3 },
  randomContrast: { factor: 0.3 },
  randomFlip: {},
  randomRotation: { factor: 0.2 },
  randomTranslation: { heightFactor: 0.3, widthFactor: [-0.2, 0.3] },
  randomZoom: { heightFactor: 0.3, widthFactor: 0.2 },
};

const values = (tensor: unknown) => [...(tensor as tf.Tensor).dataSync()];

const images = () =>
  tf.range(0, 4 * 5 * 4 * 2).sin().abs().mul(200).reshape([4, 5, 4, 2]);

const train = (layer: tf.layers.Layer, x = images()) =>
  values(layer.apply(x, { training: true }));

for (const backend of ["cpu", "wasm"] as const) {
  for (const { layer, args, input, training } of golden.cases) {
    Deno.test(`${layer} agrees with Keras ${golden.versions.keras} on ${backend}: ${JSON.stringify(args)}`, async () => {
      await selectBackend({ name: backend });
      const made = MAKE[layer]({ ...args, seed: golden.seed });
      const actual = train(made, tf.tensor(input.values, input.shape));
      await tf.setBackend("cpu");
      training.values.forEach((value, i) =>
        // Coordinates to 2^-21 of 5 pixels, between which values of up to 255
        // are interpolated.
        ok(
          Math.abs(actual[i] - value) < 255 * 5 * 2 ** -20,
          `${i}: ${actual[i]} for ${value}`,
        )
      );
    });
  }
}

for (const [name, make] of Object.entries(MAKE)) {
  const args = ARGS[name];

  Deno.test(`${name} changes each image its own way, in training only`, () => {
    const layer = make({ ...args, seed: 1 });
    const same = tf.ones([8, 1, 1, 1]).mul(images().slice(0, 1));
    const y = layer.apply(same, { training: true }) as tf.Tensor;
    const ways = new Set(tf.unstack(y).map((image) => values(image).join()));
    ok(ways.size > 1);
    deepStrictEqual(
      values(layer.apply(same, { training: false })),
      values(same),
    );
  });

  Deno.test(`${name} repeats under a seed, and is recorded and replayed`, () => {
    const [one, two] = [make({ ...args, seed: 3 }), make({ ...args, seed: 3 })];
    const first = [train(one), train(one), train(one)];
    deepStrictEqual([train(two), train(two), train(two)], first);
    ok(new Set(first.map((drawn) => drawn.join())).size > 1);

    const model = tf.sequential({
      layers: [make({ ...args, inputShape: [5, 4, 2] })],
    });
    const records: thaw.MaskRecord[] = [];
    const drawn = thaw.recordMasks(model, records, () => train(model));
    strictEqual(records.length, 1);
    deepStrictEqual(
      thaw.replayMasks(model, records, () => train(model)),
      drawn,
    );
  });

  Deno.test(`${name} goes through toJSON() and back`, async () => {
    const model = tf.sequential({
      layers: [make({ ...args, seed: 4, inputShape: [5, 4, 2] })],
    });
    const copy = await tf.models.modelFromJSON(
      model.toJSON(null, false) as unknown as tf.io.ModelJSON,
    );
    deepStrictEqual(train(copy), train(model));
    deepStrictEqual(copy.layers[0].getConfig(), model.layers[0].getConfig());
  });

  Deno.test(`${name} gives all images one way when it is shared, and leaves no tensors`, () => {
    const layer = make({ ...args, seed: 5 });
    layer.sharedMask = true;
    const same = tf.ones([4, 1, 1, 1]).mul(images().slice(0, 1));
    const before = tf.memory().numTensors;
    const y = layer.apply(same, { training: true }) as tf.Tensor;
    const [first, ...rest] = tf.tidy(() => tf.unstack(y).map(values));
    rest.forEach((other) => deepStrictEqual(other, first));
    y.dispose();
    strictEqual(tf.memory().numTensors, before);
  });

  Deno.test(`${name} refuses arguments by name`, () => {
    throws(
      () => make({ ...args, sed: 1 }),
      new RegExp(`${name} has no option sed; did you mean seed\\?`),
    );
    for (const wrong of [2, [-1.5, 0], [0.3], [0.3, 1.1], "a lot", NaN]) {
      for (const factor of Object.keys(args)) {
        throws(
          () => make({ ...args, [factor]: wrong, name: "mine" }),
          (error: Error) =>
            error instanceof RangeError &&
            error.message.startsWith(`${factor} of mine must be`),
          `${factor} ${JSON.stringify(wrong)}`,
        );
      }
    }
  });
}

Deno.test("augmentations refuse modes and ranges that there are not", () => {
  // deno-lint-ignore no-explicit-any -- what a notebook passes is not checked
  const wrong = (mode: string) => mode as any;
  throws(
    () => thaw.randomFlip({ mode: wrong("horizontl") }),
    /did you mean "horizontal"/,
  );
  throws(
    () => thaw.randomRotation({ factor: 0.1, fillMode: wrong("mirror") }),
    /fillMode of .* "mirror" is not known/,
  );
  throws(
    () => thaw.randomZoom({ heightFactor: 0.1, interpolation: wrong("cubic") }),
    RangeError,
  );
  throws(
    () => thaw.randomBrightness({ factor: 0.1, valueRange: [1, 0] }),
    RangeError,
  );
});

Deno.test("layers before an augmentation train", () => {
  for (const name of Object.keys(MAKE)) {
    const layer = MAKE[name]({ ...ARGS[name], seed: 2 });
    const gradient = tf.grad((x) =>
      (layer.apply(x, { training: true }) as tf.Tensor).square().sum()
    )(images());
    notDeepStrictEqual(new Set(values(gradient)), new Set([0]));
  }
});
