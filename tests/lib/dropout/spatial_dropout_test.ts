import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, throws } from "node:assert/strict";
import { spatialDropout2d } from "../../../lib/dropout/spatial_dropout.ts";
import type { DataFormat } from "../../../lib/layers/data_format.ts";

await tf.setBackend("cpu");

Deno.test("SpatialDropout2D drops whole maps, wherever the channels stand", () => {
  const masks = (["channelsLast", "channelsFirst"] as const).map(
    (dataFormat) => {
      const layer = spatialDropout2d({ rate: 0.5, seed: 1, dataFormat });
      const last = dataFormat === "channelsLast";
      const x = tf.ones(last ? [4, 3, 5, 8] : [4, 8, 3, 5]);
      const y = layer.apply(x, { training: true }) as tf.Tensor;
      const axes = last ? [1, 2] : [2, 3];
      deepStrictEqual([...y.max(axes).dataSync()], [...y.min(axes).dataSync()]);
      return [...y.max(axes).dataSync()];
    },
  );
  deepStrictEqual(masks[0], masks[1]);
  deepStrictEqual(new Set(masks[0]), new Set([0, 2]));
});

Deno.test("SpatialDropout2D refuses a data format it does not know", () => {
  const dataFormat = "channels_last" as DataFormat;
  throws(() => spatialDropout2d({ rate: 0.5, dataFormat }), RangeError);
});
