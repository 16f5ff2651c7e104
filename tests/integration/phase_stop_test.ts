/**
 * The user's Stop, sent to a real kernel, while a layer's phase or a frozen
 * model's optimizer is set aside.
 *
 * @module
 */

import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { startKernel } from "../../kernel/client/start_kernel.ts";
import "../harness/checked_messages.ts";

const root = join(import.meta.dirname!, "..", "..");

const SET_UP = `
import { dropout, freeze, unfreeze, withPhase } from "${
  join(root, "lib", "mod.ts")
}";
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const x = tf.ones([64, 8]), y = tf.ones([64, 1]);
const layers = [dropout({ rate: 0.5, inputShape: [8] }), tf.layers.dense({ units: 1 })];
const model = tf.sequential({ layers });
model.compile({ optimizer: "adam", loss: "meanSquaredError" });
const drops = () => (layers[0].apply(x, { training: false }) as tf.Tensor).min().dataSync()[0] === 0;
const fit = (epochs: number) => model.fit(x, y, { epochs, verbose: 0 });
const kernel = () => layers[1].getWeights()[0].dataSync().join();
`;

/** Ways to be in the middle of something, each after it has printed a line. */
const STOPPED = [
  `withPhase(model, "training", () => { console.log("in"); while (true); })`,
  `await withPhase(model, "training", async () => { console.log("in"); await new Promise(() => { setInterval(() => {}, 1000) }); })`,
  `await withPhase(model, "training", () => { console.log("in"); return fit(1_000_000); })`,
  `freeze(model); const epochs = fit(1_000_000); console.log("in"); await epochs;`,
];

Deno.test("Stop ends a phase, and frees a frozen model's optimizer", async () => {
  const client = await startKernel({ cwd: root });
  try {
    const run = async (code: string) => {
      let text = "";
      let stopped: Promise<void> | undefined;
      const { status } = await client.execute(code, {
        timeout: 60_000,
        onOutput({ header, content }) {
          if (header.msg_type !== "stream") return;
          text += content.text;
          if (text === "in\n") stopped ??= client.interrupt();
        },
      });
      await stopped;
      return { status, text };
    };
    strictEqual((await run(SET_UP)).status, "ok");
    for (const code of STOPPED) {
      strictEqual((await run(code)).status, "error", code);
      const { text } = await run(`
        unfreeze(model);
        var before = kernel();
        await fit(1);
        console.log("drops " + drops() + ", trains " + (kernel() !== before));
      `);
      strictEqual(text, "drops false, trains true\n", code);
    }
  } finally {
    await client.shutdown();
  }
});
