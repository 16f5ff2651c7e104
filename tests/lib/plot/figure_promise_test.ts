import { deepStrictEqual, rejects } from "node:assert/strict";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { activationHistogram } from "../../../lib/plot/activation_histogram.ts";
import { confusionMatrix } from "../../../lib/plot/confusion_matrix.ts";
import { figurePromise } from "../../../lib/plot/figure_promise.ts";
import { imshow } from "../../../lib/plot/imshow.ts";
import { maskHeatmap } from "../../../lib/plot/mask_heatmap.ts";
import { uncertainty } from "../../../lib/plot/uncertainty.ts";

Deno.test("figurePromise() shows what it is a promise of", async () => {
  const bundle = { "text/plain": "a figure" };
  const figure = { [DISPLAY]: () => bundle };
  deepStrictEqual(
    await figurePromise(Promise.resolve(figure))[DISPLAY](),
    bundle,
  );
});

Deno.test("a figure that is not awaited fails as it does where it is", async () => {
  const none: number[] = [];
  for (
    const promise of [
      activationHistogram({ a: 3 as never }),
      confusionMatrix(none, [1]),
      imshow(none),
      maskHeatmap(none),
      uncertainty({ mean: none, variance: [1] }),
    ]
  ) {
    const [awaited, shown] = await Promise.allSettled([
      promise,
      promise[DISPLAY](),
    ]);
    deepStrictEqual(shown, awaited);
    await rejects(promise);
  }
});
