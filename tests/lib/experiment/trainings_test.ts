import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { repeatTrainings } from "../../../lib/experiment/trainings.ts";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";

const SILENT = { screen: () => {} };

const plan = {
  variants: ["plain", "better"] as const,
  seeds: [1, 2, 3],
  train: (variant: string, seed: number) =>
    Promise.resolve({
      accuracy: seed * 10 + (variant === "better" ? seed : 0),
    }),
  progress: SILENT,
};

Deno.test("repeatTrainings() compares variants seed by seed", async () => {
  const runs = await repeatTrainings(plan);
  deepStrictEqual(runs.values("better", "accuracy"), [11, 22, 33]);
  strictEqual(runs.interval("plain", "accuracy").mean, 20);
  // 1, 2, 3: the spread between the seeds drops out.
  strictEqual(
    runs.difference("better", "plain", "accuracy").format(2),
    "2.00 ± 2.48",
  );
  const table = runs.table("Accuracy (%)", 1, "plain");
  strictEqual(table.caption, "Accuracy (%): mean and 95 % interval of 3 seeds");
  deepStrictEqual(table.columns, ["", "accuracy", "accuracy, minus plain"]);
  strictEqual(table.rows[0][2], "");
  throws(() => runs.values("worse" as "plain", "accuracy"), /No variant worse/);
  throws(() => runs.values("plain", "loss" as "accuracy"), /No outcome loss/);
});

Deno.test("repeatTrainings() seeds each training, so that variants share theirs", async () => {
  const runs = await repeatTrainings({
    ...plan,
    train: async () => {
      const kernel = tf.layers.dense({ units: 1, inputShape: [1] });
      const model = tf.sequential({ layers: [kernel] });
      const [weight] = await model.getWeights()[0].data();
      return { weight };
    },
  });
  const [plain, better] = [
    runs.values("plain", "weight"),
    runs.values("better", "weight"),
  ];
  deepStrictEqual(plain, better);
  strictEqual(new Set(plain).size, 3);
});

Deno.test("repeatTrainings() ends its progress with what does not depend on the clock", async () => {
  const shown: MimeBundle[] = [];
  const screen = (bundle: MimeBundle) => void shown.push(bundle);
  await repeatTrainings({ ...plan, progress: { screen, interval: 0 } });
  strictEqual(shown[0]["text/plain"], "0 of 6 trainings; plain, seed 1");
  deepStrictEqual(shown.at(-1), { "text/plain": "6 of 6 trainings" });
});

Deno.test("repeatTrainings() refuses what would tell nothing", async () => {
  await rejects(repeatTrainings({ ...plan, seeds: [1] }), /Two seeds or more/);
  await rejects(repeatTrainings({ ...plan, seeds: [1, 1] }), /all different/);
  await rejects(
    repeatTrainings({ ...plan, variants: [] }),
    /A variant or more/,
  );
  const train = () => Promise.resolve({ accuracy: NaN });
  await rejects(
    repeatTrainings({ ...plan, train }),
    /plain, seed 1: accuracy is NaN/,
  );
});
