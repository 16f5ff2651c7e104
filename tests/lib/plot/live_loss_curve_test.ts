import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { liveLossCurve } from "../../../lib/plot/live_loss_curve.ts";
import { fit } from "../../../lib/train/fit.ts";

await tf.setBackend("cpu");

Deno.test("liveLossCurve() changes one figure and leaves the whole one", async () => {
  const shown: { bundle: MimeBundle; id: string; update: boolean }[] = [];
  const first = Promise.withResolvers<void>();
  const hooks = liveLossCurve({
    display: {
      interval: 0,
      screen(bundle, id, update) {
        shown.push({ bundle, id, update });
        first.resolve();
      },
    },
  });
  await hooks.onEpochEnd!(0, { loss: 1 });
  await first.promise;
  await hooks.onEpochEnd!(1, { loss: 0.5 });
  await hooks.onTrainEnd!();

  strictEqual(new Set(shown.map(({ id }) => id)).size, 1);
  deepStrictEqual(shown.map(({ update }) => update).slice(0, 2), [false, true]);
  const last = shown.at(-1)!.bundle;
  strictEqual(
    last["text/plain"],
    "Loss per epoch over 2 epochs: training 1 to 0.5",
  );
  ok("image/svg+xml" in last && "image/png" in last);
});

Deno.test("liveLossCurve() says in a line what it can't draw", async () => {
  const written: string[] = [];
  const hooks = liveLossCurve({
    display: {
      lines: { isTerminal: false, write: (text) => void written.push(text) },
    },
  });
  await hooks.onEpochEnd!(0, { loss: 1 });
  await hooks.onTrainEnd!();
  strictEqual(written.length, 1);
  match(written[0], /^Loss per epoch .* \(no notebook to draw it in\)\n$/);
});

Deno.test("liveLossCurve() of a resumed training shows the part before the Stop, too", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const [x, y] = [tf.ones([4, 1]), tf.zeros([4, 1])];
  const written: string[] = [];
  const curve = () =>
    liveLossCurve({
      display: {
        lines: { isTerminal: false, write: (text) => void written.push(text) },
      },
    });
  const options = { display: false, epochs: 3 } as const;
  await fit(model, x, y, {
    ...options,
    callbacks: [curve(), {
      onEpochEnd: (epoch) => {
        if (epoch !== 1) return;
        const stop = new Event("interrupt", { cancelable: true });
        globalThis.dispatchEvent(stop);
      },
    }],
  });
  await fit(model, x, y, { ...options, resume: true, callbacks: curve() });
  match(written[0], /over 2 epochs/);
  match(written[1], /over 3 epochs/);
  model.dispose();
});
