import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { dropBlock } from "../../../lib/dropout/drop_block.ts";

await tf.setBackend("cpu");

const DRAW = { seed: 1, layer: 0, step: 0 };

Deno.test("DropBlock drops squares only, inside the map", () => {
  const layer = dropBlock({ rate: 0.2, blockSize: 3 });
  const mask = layer.mask([2, 9, 9, 2], DRAW, 0.2);
  const maps = mask.transpose([0, 3, 1, 2]).reshape([4, 9, 9])
    .arraySync() as number[][][];
  let squares = 0;
  for (const map of maps) {
    const covered = map.map((row) => row.map((value) => value !== 0));
    for (let r = 0; r + 3 <= 9; r++) {
      for (let c = 0; c + 3 <= 9; c++) {
        const square = [0, 1, 2].flatMap((i) => map[r + i].slice(c, c + 3));
        if (square.some((value) => value !== 0)) continue;
        squares++;
        [0, 1, 2].forEach((i) => covered[r + i].fill(true, c, c + 3));
      }
    }
    ok(covered.flat().every(Boolean), "a dropped unit lies in no square");
  }
  ok(squares > 0);
});

Deno.test("DropBlock's mask sums to its size", () => {
  const layer = dropBlock({ rate: 0.3, blockSize: 2 });
  const mask = layer.mask([4, 8, 8, 3], DRAW, 0.3);
  const relative = mask.sum().dataSync()[0] / mask.size - 1;
  // 768 float32 roundings.
  ok(Math.abs(relative) < mask.size * 2 ** -24);
});

Deno.test("DropBlock drops about the rate, less what overlaps", () => {
  const layer = dropBlock({ rate: 0.1, blockSize: 3 });
  const shape = [20, 16, 16, 10];
  const values = layer.mask(shape, DRAW, 0.1).dataSync();
  const dropped = values.filter((value) => value === 0).length / values.length;
  ok(dropped < 0.1 && dropped > 0.08, `dropped ${dropped}`);
});

Deno.test("DropBlock masks the same maps in both data formats", () => {
  const [last, first] = (["channelsLast", "channelsFirst"] as const).map(
    (dataFormat) => dropBlock({ rate: 0.3, blockSize: 2, dataFormat }),
  );
  const mask = last.mask([2, 5, 6, 3], DRAW, 0.3).transpose([0, 3, 1, 2]);
  deepStrictEqual(
    [...mask.dataSync()],
    [...first.mask([2, 3, 5, 6], DRAW, 0.3).dataSync()],
  );
});

Deno.test("DropBlock refuses a block larger than the map", () => {
  const layer = dropBlock({ rate: 0.3, blockSize: 4 });
  throws(() => layer.mask([1, 3, 8, 1], DRAW, 0.3), RangeError);
  throws(() => dropBlock({ rate: 0.3, blockSize: 0 }), RangeError);
});
