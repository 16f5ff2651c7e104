/** Callbacks in both fits, with what Keras 3.15.1 does where it was asked. */

import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { csvLogger } from "../../../../lib/train/callbacks/csv_logger.ts";
import { maskedChecksum } from "../../../../lib/train/callbacks/event_file.ts";
import { learningRateScheduler } from "../../../../lib/train/callbacks/learning_rate_scheduler.ts";
import { reduceLrOnPlateau } from "../../../../lib/train/callbacks/reduce_lr_on_plateau.ts";
import { tensorBoard } from "../../../../lib/train/callbacks/tensor_board.ts";
import { terminateOnNaN } from "../../../../lib/train/callbacks/terminate_on_nan.ts";
import { EarlyStopping } from "../../../../lib/train/early_stopping.ts";
import { fit } from "../../../../lib/train/fit.ts";
import type { FitOptions } from "../../../../lib/train/fit_options.ts";
import { cosineDecay } from "../../../../lib/train/optimizers/learning_rate_schedule.ts";
import { getLearningRate } from "../../../../lib/weights/learning_rate.ts";

await tf.setBackend("cpu");

const golden = JSON.parse(Deno.readTextFileSync(
  new URL("../../../golden/callbacks.json", import.meta.url),
));
const sequences: number[][] = golden.sequences.map((values: unknown[]) =>
  values.map(Number)
);

function makeModel(rate = 1): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({
    optimizer: tf.train.sgd(rate),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  return model;
}

/** Keras's options by the names they have here. */
function named(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  );
}

for (const { options, results } of golden.earlyStopping) {
  Deno.test(`earlyStopping(${JSON.stringify(options)}) stops and restores where Keras does`, () => {
    for (const [i, values] of sequences.entries()) {
      const model = makeModel();
      const stopping = new EarlyStopping({
        monitor: "value",
        ...named(options),
      });
      const at = values.findIndex((value, epoch) =>
        stopping.observe(model, epoch, { value })
      );
      const result = {
        epochs: at < 0 ? values.length : at + 1,
        best: stopping.bestEpoch,
      };
      deepStrictEqual(result, results[i], `${values}`);
      stopping.dispose();
      model.dispose();
    }
  });
}

for (const { options, rates } of golden.reduceLrOnPlateau) {
  Deno.test(`reduceLrOnPlateau(${JSON.stringify(options)}) sets the rates that Keras sets`, async () => {
    for (const [i, values] of sequences.entries()) {
      const model = makeModel();
      const callback = reduceLrOnPlateau({
        monitor: "value",
        ...named(options),
      });
      callback.setModel(model);
      await callback.onTrainBegin();
      for (const [epoch, value] of values.entries()) {
        await callback.onEpochEnd(epoch, { value });
        const rate = getLearningRate(model.optimizer);
        ok(Math.abs(rate - rates[i][epoch]) < 1e-6, `${values} at ${epoch}`);
      }
      model.dispose();
    }
  });
}

const [x, y] = [tf.ones([4, 1]), tf.zeros([4, 1])];
const quiet: FitOptions = { display: false, batchSize: 2 };

Deno.test("learningRateScheduler() follows a function of the epoch and a schedule of batches", async () => {
  const model = makeModel();
  const { history } = await fit(model, x, y, {
    ...quiet,
    epochs: 3,
    callbacks: learningRateScheduler((epoch, rate) => rate / (epoch + 1)),
  });
  deepStrictEqual(history.learning_rate, [1, 1 / 2, 1 / 2 / 3]);
  const schedule = cosineDecay({ initialLearningRate: 1, decaySteps: 4 });
  const { history: batches } = await fit(model, x, y, {
    ...quiet,
    epochs: 2,
    callbacks: learningRateScheduler(schedule),
  });
  deepStrictEqual(batches.learning_rate, [schedule.at(1), schedule.at(3)]);
  throws(() => learningRateScheduler(0.1 as never), TypeError);
  model.dispose();
});

Deno.test("terminateOnNaN() ends a training after the first batch without a loss", async () => {
  const { warn } = console;
  console.warn = () => {};
  try {
    const model = makeModel(1e20);
    const history = await fit(model, x, y, {
      ...quiet,
      epochs: 50,
      callbacks: terminateOnNaN(),
    });
    strictEqual(history.stopped?.reason, "stopTraining");
    ok(history.stopped.epoch < 5);
    model.dispose();
  } finally {
    console.warn = warn;
  }
});

Deno.test("csvLogger() writes a line of names and one for each epoch, and goes on with its training", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "log.csv");
    const model = makeModel(0.1);
    const options = { ...quiet, epochs: 3, validationData: [x, y] as never };
    await fit(model, x, y, {
      ...options,
      callbacks: [csvLogger(path), {
        onEpochBegin: (epoch) => {
          if (epoch === 2) {
            globalThis.dispatchEvent(
              new Event("interrupt", { cancelable: true }),
            );
          }
        },
      }],
    });
    const { history } = await fit(model, x, y, {
      ...options,
      resume: true,
      callbacks: csvLogger(path),
    });
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    strictEqual(lines[0], "epoch,loss,mae,val_loss,val_mae");
    strictEqual(lines.length, 4);
    strictEqual(
      lines[3],
      [
        2,
        ...["loss", "mae", "val_loss", "val_mae"].map((name) =>
          history[name][2]
        ),
      ].join(),
    );
    // By tfjs's own fit, too, which replaces the file.
    await model.fit(x, y, { verbose: 0, callbacks: csvLogger(path) });
    match(
      await Deno.readTextFile(path),
      /^epoch,loss,mae\n0,[\d.e-]+,[\d.e-]+\n$/,
    );
    model.dispose();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("maskedChecksum() is that of RFC 3720's examples", () => {
  const unmasked = (bytes: Uint8Array) => {
    const rotated = (maskedChecksum(bytes) - 0xa282ead8) >>> 0;
    return (rotated >>> 17 | rotated << 15) >>> 0;
  };
  strictEqual(unmasked(new Uint8Array(32)), 0x8a9136aa);
  strictEqual(unmasked(new Uint8Array(32).fill(255)), 0x62a8ab43);
  strictEqual(
    unmasked(Uint8Array.from({ length: 32 }, (_, i) => i)),
    0x46dd794e,
  );
});

Deno.test("tensorBoard() writes whole records for training and validation", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const model = makeModel(0.1);
    await fit(model, x, y, {
      ...quiet,
      epochs: 2,
      validationData: [x, y],
      callbacks: tensorBoard({ logDir: folder, updateFreq: "batch" }),
    });
    const texts: Record<string, string[]> = {};
    for (const part of ["train", "validation"]) {
      const [{ name }] = [...Deno.readDirSync(join(folder, part))];
      match(name, /^events\.out\.tfevents\.\d+\./);
      const bytes = await Deno.readFile(join(folder, part, name));
      const view = new DataView(bytes.buffer);
      texts[part] = [];
      for (let at = 0; at < bytes.length;) {
        const length = view.getUint32(at, true);
        const event = bytes.subarray(at + 12, at + 12 + length);
        strictEqual(
          view.getUint32(at + 12 + length, true),
          maskedChecksum(event),
        );
        texts[part].push(new TextDecoder("latin1").decode(event));
        at += length + 16;
      }
    }
    const tags = (part: string) =>
      texts[part].map((text) => text.match(/(epoch|batch)_\w+/g)?.join() ?? "");
    deepStrictEqual(
      tags("validation"),
      [
        "",
        ...Array(2).fill(0).map(() => "epoch_loss,epoch_mae"),
      ].map((tag) => tag),
    );
    strictEqual(tags("train").length, 1 + 2 + 4);
    match(texts.train[0], /brain\.Event:2/);
    model.dispose();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("callbacks say which metrics there are where the one they watch is not", async () => {
  const model = makeModel();
  await rejects(
    fit(model, x, y, {
      ...quiet,
      callbacks: reduceLrOnPlateau({ monitor: "val_auc" }),
    }),
    /watches val_auc, which is none of loss, mae/,
  );
  model.dispose();
});
