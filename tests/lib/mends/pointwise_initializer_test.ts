import { deepStrictEqual, notStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

function model(args: Partial<Parameters<typeof tf.layers.separableConv2d>[0]>) {
  return tf.sequential({
    layers: [
      tf.layers.separableConv2d({
        filters: 2,
        kernelSize: 1,
        useBias: false,
        inputShape: [2, 2, 1],
        ...args,
      }),
    ],
  });
}

const firsts = (one: tf.LayersModel) =>
  one.getWeights().map((weight) => weight.dataSync()[0]);

Deno.test("separableConv2d starts its pointwise kernel as it is told", () => {
  for (
    const pointwiseInitializer of ["ones", tf.initializers.ones()] as const
  ) {
    deepStrictEqual(
      firsts(model({ depthwiseInitializer: "zeros", pointwiseInitializer })),
      [0, 1],
    );
  }
});

Deno.test("separableConv2d does not start its pointwise kernel as the other", () => {
  const [depthwise, pointwise] = firsts(
    model({ depthwiseInitializer: "zeros" }),
  );
  deepStrictEqual(depthwise, 0);
  notStrictEqual(pointwise, 0);
});

Deno.test("separableConv2d keeps its initializers over a save", async () => {
  const copy = await saveAndLoad(
    model({ depthwiseInitializer: "zeros", pointwiseInitializer: "ones" }),
  );
  const { pointwiseInitializer } = copy.layers[0].getConfig() as {
    pointwiseInitializer: { className: string };
  };
  deepStrictEqual(pointwiseInitializer.className, "Ones");
});
