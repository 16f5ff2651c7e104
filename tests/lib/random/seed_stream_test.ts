import {
  deepStrictEqual,
  notDeepStrictEqual,
  throws,
} from "node:assert/strict";
import { drawBits, SeedStream } from "../../../lib/random/seed_stream.ts";

Deno.test("SeedStream counts its draws and can be rewound", () => {
  const stream = new SeedStream(7, 3);
  const first = stream.next();
  const second = stream.next();
  deepStrictEqual([first.step, second.step, stream.step], [0, 1, 2]);
  stream.step = 0;
  deepStrictEqual(stream.next(), first);
});

Deno.test("SeedStream refuses what is no 32-bit integer", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 32]) {
    throws(() => new SeedStream(seed), RangeError);
  }
});

Deno.test("drawBits() differs in seed, layer and step, and repeats", () => {
  const bits = (seed: number, layer: number, step: number) => [
    ...drawBits({ seed, layer, step }, 4),
  ];
  deepStrictEqual(bits(1, 2, 3), bits(1, 2, 3));
  for (const other of [bits(2, 2, 3), bits(1, 3, 3), bits(1, 2, 4)]) {
    notDeepStrictEqual(bits(1, 2, 3), other);
  }
});
