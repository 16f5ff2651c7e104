import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { training } from "../../../lib/train/training.ts";

function screen() {
  const shown: MimeBundle[] = [];
  return {
    shown,
    display: {
      screen: (bundle: MimeBundle) => void shown.push(bundle),
      interval: 0,
    },
  };
}

Deno.test("training() counts its steps and shows what is logged", async () => {
  const { shown, display } = screen();
  const run = training({ steps: 3, display });
  const steps: number[] = [];
  for await (const step of run.steps()) {
    steps.push(step);
    run.log({ loss: 1 / (step + 1) });
  }
  deepStrictEqual(steps, [0, 1, 2]);
  match(String(shown.at(-1)!["text/plain"]), /^3 steps; loss 0\.3333; 0:00$/);
});

Deno.test("training() ends before the next step when it is stopped", async () => {
  const { shown, display } = screen();
  const run = training({ display });
  let steps = 0;
  for await (const step of run.steps()) {
    steps++;
    if (step === 4) run.stop();
  }
  strictEqual(steps, 5);
  strictEqual(run.isStopped, true);
  match(String(shown.at(-1)!["text/plain"]), /^5 steps; stopped/);
});

Deno.test("training() refuses options that there are not", () => {
  throws(() => training({ step: 3 } as never), /did you mean steps/);
  throws(() => training({ steps: 0 }), RangeError);
});

Deno.test("training().log() takes numbers, NaN too, and nothing else", () => {
  const run = training({ display: false });
  run.log({ loss: NaN, accuracy: Infinity });
  for (const wrong of [null, 5, { loss: tf.scalar(1) }, { loss: "1" }]) {
    throws(() => run.log(wrong as never), TypeError);
  }
});
