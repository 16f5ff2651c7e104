import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  throws,
} from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { drawMask, drawMaskValues } from "../../../lib/random/draw_mask.ts";
import { drawBits } from "../../../lib/random/seed_stream.ts";

const DRAW = { seed: 7, layer: 0, step: 0 };

Deno.test("drawMask() drops the given fraction", async () => {
  const mask = drawMask([100, 100], 0.25, DRAW);
  const values = await mask.data<"float32">();
  const dropped = values.filter((value) => value === 0).length / values.length;
  mask.dispose();

  // Four standard errors of a Bernoulli(0.25) mean over 10,000 draws.
  const tolerance = 4 * Math.sqrt(0.25 * 0.75 / 10_000);
  ok(Math.abs(dropped - 0.25) < tolerance, `dropped ${dropped}`);
});

Deno.test("drawMask() holds 1 / (1 - rate) where a unit is kept", async () => {
  const mask = drawMask([64], 0.2, DRAW);
  const kept = new Set(await mask.data());
  mask.dispose();
  deepStrictEqual(kept, new Set([0, Math.fround(1 / (1 - 0.2))]));
});

Deno.test("drawMask() at rate 1 drops all, at rate 0 nothing", async () => {
  for (const [rate, value] of [[1, 0], [0, 1]]) {
    const mask = drawMask([50], rate, DRAW);
    deepStrictEqual(new Set(await mask.data()), new Set([value]));
    mask.dispose();
  }
});

Deno.test("drawMask() throws on a rate that is no fraction", () => {
  for (const rate of [20, -0.1, NaN]) {
    throws(() => drawMask([4], rate, DRAW), RangeError);
  }
});

Deno.test("drawMask() gives the values of drawMaskValues(), on WASM too", async () => {
  const draw = { seed: 2 ** 32 - 5, layer: 3, step: 2 ** 31 + 7 };
  for (const name of ["cpu", "wasm"] as const) {
    await selectBackend({ name });
    for (const size of [0, 1, 7, 8, 4_099, 40_000]) {
      for (const rate of [0, 2 ** -32, 0.3, 1 - 2 ** -33, 1]) {
        const mask = drawMask([size, 1], rate, draw);
        const kept = rate < 1 ? 1 / (1 - rate) : 1;
        const values = drawMaskValues(size, rate, draw, { kept });
        deepStrictEqual(mask.dataSync(), values, `${name} ${size} ${rate}`);
        mask.dispose();
      }
    }
  }
});

Deno.test("drawMaskValues() repeats a draw, and a new step is a new mask", () => {
  const mask = (step: number) => [
    ...drawMaskValues(64, 0.5, { ...DRAW, step }),
  ];
  deepStrictEqual(mask(3), mask(3));
  notDeepStrictEqual(mask(3), mask(4));
});

Deno.test("drawMaskValues() of a shorter length is the start of a longer one", () => {
  const long = drawMaskValues(10_000, 0.5, DRAW);
  deepStrictEqual(drawMaskValues(4_099, 0.5, DRAW), long.slice(0, 4_099));
});

Deno.test("drawMaskValues() can start anywhere in a draw", () => {
  const whole = drawMaskValues(12_000, 0.5, DRAW);
  for (const start of [0, 1, 2, 4_095, 4_097]) {
    deepStrictEqual(
      drawMaskValues(7_000, 0.5, DRAW, { start }),
      whole.slice(start, start + 7_000),
    );
  }
});

Deno.test("drawMaskValues() drops the words below the rate's share of 2^32", () => {
  const words = drawBits(DRAW, 1_000);
  // Rates that are a word's own share, and the ends.
  const shares = [words[0], words[1], words[1] + 1].map((word) =>
    word / 2 ** 32
  );
  for (const rate of [0, 2 ** -32, 0.3, 0.5, ...shares, 1 - 2 ** -33, 1]) {
    deepStrictEqual(
      [...drawMaskValues(1_000, rate, DRAW, { kept: 2, dropped: -1 })],
      [...words].map((word) => word < rate * 2 ** 32 ? -1 : 2),
    );
  }
});

Deno.test("drawMaskValues() takes a seed, and refuses half a draw", () => {
  deepStrictEqual(drawMaskValues(64, 0.5, 7), drawMaskValues(64, 0.5, DRAW));
  notDeepStrictEqual(drawMaskValues(64, 0.5, 7), drawMaskValues(64, 0.5, 8));
  throws(
    () => drawMaskValues(64, 0.5, { seed: 7 } as never),
    /layer must be an integer/,
  );
  throws(() => drawMaskValues(64, 0.5, 0.1), /seed must be an integer/);
});
