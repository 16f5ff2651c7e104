import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, throws } from "node:assert/strict";
import {
  manualDropout,
  type ManualDropoutArgs,
  type Scaling,
} from "../../../lib/dropout/manual_dropout.ts";

await tf.setBackend("cpu");

function values(args: Partial<ManualDropoutArgs>, training: boolean) {
  const layer = manualDropout({ rate: 0.75, seed: 1, ...args });
  const y = layer.apply(tf.fill([64], 8), { training }) as tf.Tensor;
  return new Set(y.dataSync());
}

const CASES: [Partial<ManualDropoutArgs>, number[], number[]][] = [
  [{}, [0, 32], [8]],
  [{ scaling: "prediction" }, [0, 8], [2]],
  [{ scaling: "none" }, [0, 8], [8]],
  [{ scale: 1 / 0.75 }, [0, Math.fround(Math.fround(1 / 0.75) * 8)], [8]],
  [{ maskValue: 1 }, [1, 32], [8]],
  [{ maskValue: 4, scaling: "prediction" }, [4, 8], [8 * 0.25 + 4 * 0.75]],
];

for (const [args, training, prediction] of CASES) {
  Deno.test(`ManualDropout with ${JSON.stringify(args)} gives ${training} and ${prediction}`, () => {
    deepStrictEqual(values(args, true), new Set(training));
    deepStrictEqual(values(args, false), new Set(prediction));
  });
}

Deno.test("ManualDropout refuses a scaling it does not know", () => {
  throws(() => values({ scaling: "test" as Scaling }, true), RangeError);
});
