/** Recurrent layers of tfjs drop by this library's draws. */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import {
  fixMasks,
  type MaskRecord,
  recordMasks,
  replayMasks,
} from "../../../lib/dropout/masks.ts";
import { monteCarlo } from "../../../lib/dropout/monte_carlo.ts";
import { withPhase } from "../../../lib/dropout/phase.ts";
import { maskOf } from "../../../lib/layers/mask_drawer.ts";
import "../../../lib/mends/install_mends.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";
import { audit } from "../../../lib/weights/audit.ts";

await tf.setBackend("cpu");

const rates = { dropout: 0.4, recurrentDropout: 0.3, seed: 5 };
const STEPS = 4;

// deno-lint-ignore no-explicit-any -- tfjs' types know no seed
type Given = any;

/** Each kind, and how many masks its cells draw in a pass. */
const KINDS: [string, () => tf.layers.Layer, number][] = [
  ["simpleRNN", () => tf.layers.simpleRNN({ units: 3, ...rates } as Given), 2],
  ["gru", () => tf.layers.gru({ units: 3, ...rates } as Given), 6],
  ["lstm", () => tf.layers.lstm({ units: 3, ...rates } as Given), 8],
  [
    "lstm without recurrentDropout",
    () => tf.layers.lstm({ units: 3, dropout: 0.4, seed: 5 } as Given),
    1,
  ],
  ["rnn({ cell })", () =>
    tf.layers.rnn({
      cell: tf.layers.lstmCell({ units: 3, ...rates } as Given),
    }) as tf.layers.Layer, 8],
  ["rnn({ cell: [two] })", () =>
    tf.layers.rnn({
      cell: [1, 2].map(() =>
        tf.layers.gruCell({ units: 3, ...rates } as Given)
      ) as Given,
    }) as tf.layers.Layer, 12],
  ["bidirectional(lstm)", () =>
    tf.layers.bidirectional({
      layer: tf.layers.lstm({ units: 3, ...rates } as Given) as Given,
      mergeMode: "concat",
    }), 16],
  ["convLstm2d", () =>
    tf.layers.convLstm2d(
      { filters: 2, kernelSize: 2, ...rates } as Given,
    ) as unknown as tf.layers.Layer, 8],
];

function input(name: string, samples: number): tf.Tensor {
  const shape = name === "convLstm2d"
    ? [samples, STEPS, 3, 3, 1]
    : [samples, STEPS, 5];
  return tf.range(0, tf.util.sizeFromShape(shape)).sin().reshape(shape);
}

function modelOf(layer: tf.layers.Layer, x: tf.Tensor): tf.LayersModel {
  const inputs = tf.input({ shape: x.shape.slice(1) });
  const outputs = layer.apply(inputs) as tf.SymbolicTensor;
  return tf.model({ inputs, outputs });
}

const values = (y: unknown) => [...(y as tf.Tensor).dataSync()];

for (const [name, make, masks] of KINDS) {
  const train = (model: tf.LayersModel, x: tf.Tensor) =>
    values(model.apply(x, { training: true }));

  Deno.test(`${name} draws its masks anew on each pass, also of another batch size`, () => {
    const x = input(name, 4);
    const model = modelOf(make(), x);
    notDeepStrictEqual(train(model, x), train(model, x));
    strictEqual(
      train(model, input(name, 2)).length * 2,
      train(model, x).length,
    );
    deepStrictEqual(values(model.predict(x)), values(model.predict(x)));
    notDeepStrictEqual(train(model, x), train(model, x));
  });

  Deno.test(`${name} is recorded and replayed, one mask for all steps of a pass`, () => {
    const x = input(name, 3);
    const model = modelOf(make(), x);
    const records: MaskRecord[] = [];
    const [first, next] = recordMasks(
      model,
      records,
      () => [train(model, x), train(model, x)],
    );
    strictEqual(records.length, 2 * masks);
    const again = replayMasks(
      model,
      records,
      () => [train(model, x), train(model, x)],
    );
    deepStrictEqual(again, [first, next]);
    const shape = records[0].inputShape;
    deepStrictEqual(shape, x.shape.filter((_, axis) => axis !== 1));
    const kept = values(maskOf(records[0])).filter((value) => value !== 0);
    ok(kept.every((value) => Math.abs(value - 1 / 0.6) < 1e-6));
    fixMasks(model, () => deepStrictEqual(train(model, x), train(model, x)));
  });

  Deno.test(`${name} repeats under setRandomSeed() and under a seed of its own`, () => {
    const x = input(name, 2);
    const run = () => {
      setRandomSeed(3);
      try {
        const model = modelOf(make(), x);
        return [train(model, x), train(model, x)];
      } finally {
        setRandomSeed(null);
      }
    };
    deepStrictEqual(run(), run());
  });

  Deno.test(`${name} heeds phases and Monte Carlo, masks per sample and per pass`, () => {
    const x = input(name, 3);
    const model = modelOf(make(), x);
    const plain = values(model.predict(x));
    notDeepStrictEqual(
      withPhase(model, "training", () => values(model.predict(x))),
      plain,
    );
    deepStrictEqual(
      withPhase(model, "inference", () => train(model, x)),
      plain,
    );
    for (const kind of ["sample", "pass"] as const) {
      const { variance } = monteCarlo(model, x, {
        passes: 5,
        masks: kind,
        batchSize: 2,
      });
      ok(Math.max(...values(variance)) > 0);
    }
    const twins = tf.concat([x.slice(0, 1), x.slice(0, 1), x.slice(0, 1)]);
    const { mean } = monteCarlo(model, twins, {
      passes: 3,
      masks: "pass",
      batchSize: 2,
    });
    const [one, two, three] = tf.unstack(mean).map(values);
    deepStrictEqual([two, three], [one, one]);
  });

  Deno.test(`${name} trains with its dropout and leaves no tensors behind`, () => {
    const x = input(name, 2);
    const model = modelOf(make(), x);
    const step = () =>
      tf.tidy(() => {
        const loss = () =>
          (model.apply(x, { training: true }) as tf.Tensor).square()
            .sum() as tf.Scalar;
        const { grads } = tf.variableGrads(loss);
        ok(
          Object.values(grads).every((grad) =>
            values(grad).every(Number.isFinite)
          ),
        );
      });
    step();
    const before = tf.memory().numTensors;
    step();
    strictEqual(tf.memory().numTensors, before);
  });
}

Deno.test("a recurrent layer keeps its seed when it is saved and loaded", async () => {
  const x = input("lstm", 2);
  const model = modelOf(tf.layers.lstm({ units: 3, ...rates } as Given), x);
  const copy = await tf.models.modelFromJSON(
    model.toJSON(null, false) as unknown as tf.io.ModelJSON,
  );
  copy.setWeights(model.getWeights());
  const train = (one: tf.LayersModel) =>
    values(one.apply(x, { training: true }));
  deepStrictEqual(train(copy), train(model));
});

Deno.test("a recurrent layer refuses a rate that is no fraction below 1, by name", () => {
  for (const rate of [-0.1, 1, 20, NaN]) {
    for (const name of ["dropout", "recurrentDropout"]) {
      throws(
        () => tf.layers.lstm({ units: 1, name: "mine", [name]: rate }),
        new RegExp(`${name} of mine must be in \\[0, 1\\), got ${rate}`),
      );
    }
  }
});

Deno.test("recordMasks() refuses a model whose recurrent layers have no dropout", () => {
  const x = input("lstm", 2);
  const model = modelOf(tf.layers.lstm({ units: 3 }), x);
  throws(() => recordMasks(model, [], () => {}), /draws masks/);
  deepStrictEqual(audit(model).notes, []);
});
