import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { fit } from "../../../lib/train/fit.ts";
import { freeze } from "../../../lib/weights/freeze.ts";
import { gradualUnfreezing } from "../../../lib/weights/gradual_unfreezing.ts";
import type { FitOptions } from "../../../lib/train/fit_options.ts";

await tf.ready();

/** A small regression with a fixed start. */
function setUp(optimizer: "sgd" | "adam" = "sgd") {
  const initializer = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 4,
        activation: "tanh",
        inputShape: [3],
        kernelInitializer: initializer(1),
      }),
      tf.layers.dense({ units: 1, kernelInitializer: initializer(2) }),
    ],
  });
  model.compile({ optimizer, loss: "meanSquaredError", metrics: ["mae"] });
  const x = tf.randomNormal([20, 3], 0, 1, "float32", 3);
  const y = tf.randomNormal([20, 1], 0, 1, "float32", 4);
  const weights = () =>
    model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  const dispose = () => {
    tf.dispose([x, y]);
    model.dispose();
  };
  return { model, x, y, weights, dispose };
}

const quiet: FitOptions = { display: false, batchSize: 8, seed: 5 };

/** A screen that remembers its texts. */
function screen() {
  const shown: { bundle: MimeBundle; id: string; update: boolean }[] = [];
  const display = {
    screen: (bundle: MimeBundle, id: string, update: boolean) => {
      shown.push({ bundle, id, update });
    },
  };
  return { shown, display };
}

function stopNow(): Event {
  const event = new Event("interrupt", { cancelable: true });
  globalThis.dispatchEvent(event);
  return event;
}

Deno.test("fit() trains as tfjs does where the order is fixed", async () => {
  const [ours, theirs] = [setUp(), setUp()];
  const history = await fit(ours.model, ours.x, ours.y, {
    ...quiet,
    epochs: 3,
    shuffle: false,
  });
  const reference = await theirs.model.fit(theirs.x, theirs.y, {
    epochs: 3,
    batchSize: 8,
    shuffle: false,
    verbose: 0,
  });
  deepStrictEqual(ours.weights(), theirs.weights());
  for (const [index, loss] of history.history.loss.entries()) {
    // tfjs sums in float32: a unit in the last place for each of 3 batches.
    const expected = reference.history.loss[index] as number;
    ok(Math.abs(loss - expected) <= 3 * 2 ** -23 * expected);
  }
  deepStrictEqual(history.epoch, [0, 1, 2]);
  ours.dispose();
  theirs.dispose();
});

Deno.test("fit() repeats its orders by the seed, another one each epoch", async () => {
  const run = async (seed: number) => {
    const { model, x, y, weights, dispose } = setUp();
    await fit(model, x, y, { ...quiet, epochs: 2, seed });
    const result = weights();
    dispose();
    return result;
  };
  deepStrictEqual(await run(5), await run(5));
  notDeepStrictEqual(await run(5), await run(6));
});

Deno.test("fit() takes a dataset", async () => {
  const { model, x, y, dispose } = setUp();
  const dataset = tf.data.zip({
    xs: tf.data.array(x.arraySync() as number[][]),
    ys: tf.data.array(y.arraySync() as number[][]),
  }).batch(8);
  const history = await fit(model, dataset as never, {
    display: false,
    epochs: 2,
    validationData: dataset as never,
  });
  deepStrictEqual(Object.keys(history.history), [
    "loss",
    "mae",
    "val_loss",
    "val_mae",
  ]);
  strictEqual(history.leakedTensors, 0);
  // As a caller without types may write it.
  const untyped = fit as unknown as (...args: unknown[]) => Promise<unknown>;
  for (const given of [[y, quiet], [quiet, quiet], [y]]) {
    await rejects(untyped(model, dataset, ...given), TypeError);
  }
  dispose();
});

Deno.test("fit() measures on the last share of the samples", async () => {
  const { model, x, y, dispose } = setUp();
  const history = await fit(model, x, y, { ...quiet, validationSplit: 0.25 });
  const [loss] = model.evaluate(x.slice(15), y.slice(15)) as tf.Scalar[];
  const expected = loss.dataSync()[0];
  // One batch of 5 samples against the same batch: equal but for the sum.
  ok(Math.abs(history.history.val_loss[0] - expected) < 1e-6 * expected);
  dispose();
});

Deno.test("fit() leaves no tensors but the optimizer's", async () => {
  const { model, x, y, dispose } = setUp("adam");
  await fit(model, x, y, quiet);
  const before = tf.memory().numTensors;
  const history = await fit(model, x, y, {
    ...quiet,
    epochs: 3,
    validationSplit: 0.5,
    earlyStopping: { patience: 2 },
  });
  strictEqual(tf.memory().numTensors, before);
  strictEqual(history.leakedTensors, 0);
  dispose();
});

Deno.test("fit() counts the tensors that a callback keeps", async () => {
  const { model, x, y, dispose } = setUp("adam");
  const kept: tf.Tensor[] = [];
  const history = await fit(model, x, y, {
    ...quiet,
    callbacks: { onBatchEnd: () => void kept.push(tf.scalar(1)) },
  });
  strictEqual(history.leakedTensors, 3);
  ok(history.toText().endsWith("3 tensors more than before"));
  tf.dispose(kept);
  dispose();
});

Deno.test("fit() shows one output that ends without a clock if asked", async () => {
  const { model, x, y, dispose } = setUp();
  const { shown, display } = screen();
  await fit(model, x, y, { ...quiet, epochs: 2, timings: false, display });
  strictEqual(new Set(shown.map(({ id }) => id)).size, 1);
  deepStrictEqual(shown.slice(1).every(({ update }) => update), true);
  const live = String(shown[0].bundle["text/plain"]);
  ok(
    /^epoch 1\/2 {2}\[.{20}\] {2}1\/3 {2}loss \S+ {2}mae \S+ {2}\d+:\d\d left$/
      .test(live),
    live,
  );
  const last = String(shown.at(-1)!.bundle["text/plain"]);
  ok(/^2 epochs; loss \S+ {2}mae \S+$/.test(last), last);
  dispose();
});

Deno.test("fit() restores the best weights when it stops early", async () => {
  const { model, x, y, weights, dispose } = setUp();
  const after: number[][] = [];
  // What is watched gets better until the third epoch, then worse.
  const values = [3, 2, 1, 4, 5, 6];
  const history = await fit(model, x, y, {
    ...quiet,
    epochs: 6,
    earlyStopping: { monitor: "watched", patience: 2 },
    callbacks: {
      onEpochEnd: (epoch, logs) => {
        logs.watched = values[epoch];
        after.push(weights());
      },
    },
  });
  strictEqual(history.epoch.length, 5);
  strictEqual(history.stopped?.reason, "no improvement");
  strictEqual(history.bestEpoch, 2);
  deepStrictEqual(weights(), after[2]);
  dispose();
});

Deno.test("fit() restores the best weights when a callback throws", async () => {
  const { model, x, y, weights, dispose } = setUp();
  let best: number[] = [];
  const failing = fit(model, x, y, {
    ...quiet,
    epochs: 3,
    earlyStopping: { monitor: "watched", patience: 9 },
    callbacks: {
      onEpochEnd: (epoch, logs) => {
        logs.watched = epoch;
        if (epoch === 0) best = weights();
        if (epoch === 2) throw new Error("no more");
      },
    },
  });
  await rejects(failing, /no more/);
  deepStrictEqual(weights(), best);
  dispose();
});

Deno.test("fit() ends after its batch when interrupted, and keeps what it has", async () => {
  const { model, x, y, dispose } = setUp();
  let event: Event | undefined;
  const history = await fit(model, x, y, {
    ...quiet,
    epochs: 9,
    callbacks: {
      onBatchBegin: (batch) => {
        // In the second epoch, which has three batches.
        if (history0().epoch.length === 1 && batch === 1) event = stopNow();
      },
    },
  });
  function history0() {
    return (model as unknown as { history: typeof history }).history;
  }
  strictEqual(event?.defaultPrevented, true);
  deepStrictEqual(history.epoch, [0]);
  deepStrictEqual(history.stopped, {
    reason: "interrupted",
    epoch: 1,
    batch: 2,
  });
  strictEqual(history0(), history);
  strictEqual(stopNow().defaultPrevented, false);
  dispose();
});

Deno.test("fit() resumed is as if it had not been interrupted", async () => {
  const [whole, broken] = [setUp("adam"), setUp("adam")];
  const options = { ...quiet, epochs: 4 };
  const expected = await fit(whole.model, whole.x, whole.y, options);

  let batches = 0;
  await fit(broken.model, broken.x, broken.y, {
    ...options,
    callbacks: {
      onBatchEnd: () => {
        if (++batches === 5) stopNow();
      },
    },
  });
  const history = await fit(broken.model, broken.x, broken.y, {
    ...options,
    resume: true,
  });
  deepStrictEqual(broken.weights(), whole.weights());
  deepStrictEqual(history.history, expected.history);
  deepStrictEqual(history.epoch, [0, 1, 2, 3]);
  strictEqual(history.stopped, undefined);
  whole.dispose();
  broken.dispose();
});

Deno.test("fit() interrupted in a validation takes it up again", async () => {
  const { model, x, y, dispose } = setUp();
  let measured = 0;
  const validation = {
    iterator() {
      const items = [{ xs: x.clone(), ys: y.clone() }].values();
      return Promise.resolve({
        next() {
          if (measured++ === 0) stopNow();
          const { value = null, done = false } = items.next();
          return Promise.resolve({ value, done });
        },
      });
    },
  };
  const options = { ...quiet, epochs: 2, validationData: validation };
  const stopped = await fit(model, x, y, options);
  deepStrictEqual(stopped.epoch, []);
  const history = await fit(model, x, y, { ...options, resume: true });
  deepStrictEqual(history.epoch, [0, 1]);
  strictEqual(history.history.val_loss.length, 2);
  dispose();
});

Deno.test("fit() stops when a callback sets stopTraining", async () => {
  const { model, x, y, dispose } = setUp();
  const history = await fit(model, x, y, {
    ...quiet,
    epochs: 5,
    callbacks: {
      onEpochEnd: (epoch) => void (model.stopTraining = epoch === 1),
    },
  });
  deepStrictEqual(history.epoch, [0, 1]);
  strictEqual(history.stopped?.reason, "stopTraining");
  dispose();
});

Deno.test("fit() stops when a callback sets stopTraining as the training begins", async () => {
  const { model, x, y, weights, dispose } = setUp();
  const before = weights();
  const history = await fit(model, x, y, {
    ...quiet,
    callbacks: { onTrainBegin: () => void (model.stopTraining = true) },
  });
  strictEqual(history.stopped?.reason, "stopTraining");
  deepStrictEqual(weights(), before);
  await fit(model, x, y, quiet);
  notDeepStrictEqual(weights(), before);
  dispose();
});

Deno.test("fit() refuses a model that another fit is training", async () => {
  const { model, x, y, dispose } = setUp();
  const first = fit(model, x, y, { ...quiet, epochs: 2 });
  await rejects(fit(model, x, y, quiet), /Another fit of .* has not ended/);
  deepStrictEqual((await first).epoch, [0, 1]);
  strictEqual((await fit(model, x, y, quiet)).epoch.length, 1);
  const callbacks = { onEpochEnd: () => Promise.reject(new Error("mine")) };
  await rejects(fit(model, x, y, { ...quiet, callbacks }), /mine/);
  await fit(model, x, y, quiet);
  dispose();
});

Deno.test("fit() refuses options that are out of range", async () => {
  const { model, x, y, dispose } = setUp();
  for (
    const wrong of [
      { epochs: 0 },
      { batchSize: 0 },
      { validationSplit: 1 },
      { earlyStopping: { patience: -1 } },
    ]
  ) {
    await rejects(fit(model, x, y, { ...quiet, ...wrong }), RangeError);
  }
  await rejects(fit(model, x, y.slice(1), quiet), RangeError);
  await rejects(fit(tf.sequential(), x, y, quiet), /compiled/);
  const gone = tf.ones([4, 2]);
  gone.dispose();
  await rejects(fit(model, gone, y, quiet), /needs x, .* disposed of/);
  dispose();
});

Deno.test("fit() cut by force leaves model and engine usable", async () => {
  const { model, x, y, weights, dispose } = setUp("adam");
  const reached = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const display = {
    screen(bundle: MimeBundle) {
      const text = String(bundle["text/plain"]);
      if (text.includes("stopped (cut)")) told.resolve();
    },
  };
  let best: number[] = [];
  // Never settles: what is cut does not run on.
  void fit(model, x, y, {
    ...quiet,
    display,
    epochs: 3,
    earlyStopping: { monitor: "loss", mode: "min", patience: 9 },
    callbacks: {
      onEpochBegin: (epoch) => {
        if (epoch === 1) best = weights();
      },
      onBatchEnd: (batch) => {
        const { epoch } = (model as unknown as { history: { epoch: number[] } })
          .history;
        if (epoch.length === 0 || batch === 0) return;
        const state = tf.engine().state as unknown as Record<string, unknown>;
        tf.engine().startScope("cut");
        Object.assign(state, {
          kernelDepth: 2,
          gradientDepth: 1,
          activeTape: [],
          numDataMovesStack: [0],
        });
        reached.resolve();
        return new Promise(() => {});
      },
    },
  });
  await reached.promise;
  globalThis.dispatchEvent(new Event("interrupted"));
  deepStrictEqual(weights(), best);
  await told.promise;

  const history = await fit(model, x, y, { ...quiet, epochs: 3, resume: true });
  deepStrictEqual(history.epoch, [0, 1, 2]);
  const loss = tf.train.sgd(0.01).minimize(
    () => (model.apply(x) as tf.Tensor).square().mean(),
    true,
  );
  ok(Number.isFinite(loss!.dataSync()[0]));
  tf.dispose(loss!);
  strictEqual(stopNow().defaultPrevented, false);
  dispose();
});

Deno.test("fit() mends an engine that an earlier cell left cut", async () => {
  const { model, x, y, dispose } = setUp();
  (tf.engine().state as unknown as { kernelDepth: number }).kernelDepth = 1;
  const history = await fit(model, x, y, quiet);
  ok(Number.isFinite(history.history.loss[0]));
  dispose();
});

Deno.test("fit() restores each weight its own best values when callbacks froze and thawed in between", async () => {
  const model = tf.sequential();
  for (const name of ["p", "q", "r"]) {
    model.add(tf.layers.dense({ name, units: 3, inputShape: [3] }));
  }
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const values = () =>
    model.layers.map((layer) => layer.getWeights()[0].dataSync().join());
  const before = values();
  const [x, y] = [tf.ones([8, 3]), tf.ones([8, 3])];
  await fit(model, x, y, {
    ...quiet,
    epochs: 4,
    earlyStopping: { monitor: "loss", patience: 9 },
    callbacks: [gradualUnfreezing(model), {
      onEpochEnd: (epoch) => void freeze(model, { index: epoch % 3 }),
    }],
  });
  deepStrictEqual(values(), before);
  tf.dispose([x, y]);
  model.dispose();
});
