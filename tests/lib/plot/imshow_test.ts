import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { imshow } from "../../../lib/plot/imshow.ts";

const gray = [[0, 0.5], [1, 0.25]];

Deno.test("imshow() shows one channel in shades, the first row on top", async () => {
  const { data, layout } = await imshow(gray);
  strictEqual(data.length, 1);
  strictEqual(data[0].type, "heatmap");
  deepStrictEqual(data[0].z, gray);
  deepStrictEqual((layout.yaxis as { range: number[] }).range, [1.5, -0.5]);
});

Deno.test("imshow() shows three channels as colours, in [0, 1] or [0, 255]", async () => {
  const one = await imshow([[[1, 0, 0.5]]]);
  deepStrictEqual(one.data[0].z, [[[255, 0, 128]]]);
  const bytes = await imshow([[[255, 0, 7]]]);
  deepStrictEqual(bytes.data[0].z, [[[255, 0, 7]]]);
});

Deno.test("imshow() shows a batch, and the channels of one image as maps", async () => {
  strictEqual((await imshow([gray, gray, gray])).data.length, 3);
  const maps = await imshow([[[[1, 2, 3, 4, 5]]]]);
  deepStrictEqual(
    maps.data.map(({ z }) => z),
    [1, 2, 3, 4, 5].map((v) => [[v]]),
  );
});

Deno.test("imshow() says how many of a large batch it shows", async () => {
  const { data, layout } = await imshow(Array.from({ length: 70 }, () => gray));
  strictEqual(data.length, 64);
  match(JSON.stringify(layout.title), /64 of 70/);
});

Deno.test("imshow() refuses what is no image", async () => {
  await rejects(imshow([1, 2]), /got \[2\]/);
  await rejects(imshow([[NaN]]), /finite/);
  await rejects(imshow(gray, { colums: 2 } as never), /did you mean columns/);
  await rejects(imshow(gray, { columns: 0 }), /columns must be/);
  await rejects(
    imshow([gray, gray], { titles: ["one"] }),
    /one for each of 2 images, got 1/,
  );
  await rejects(
    imshow(gray, { titles: ["one", "two"] }),
    /one for each of 1 images, got 2/,
  );
  await rejects(
    imshow(gray, { colorscale: "viridis" }),
    /did you mean "Viridis"/,
  );
});

Deno.test("imshow() enlarges one small image to half a screen, and no large one less than its size", async () => {
  const heightOf = async (height: number, width: number) => {
    const data = new Float32Array(height * width);
    const { layout } = await imshow({ shape: [height, width], data });
    return layout.height as number - 60;
  };
  strictEqual(await heightOf(28, 28), 360);
  strictEqual(await heightOf(480, 640), 480);
  strictEqual(await heightOf(9, 36), 180);
});
