import { ok } from "node:assert/strict";
import { drawNormal, drawUniform } from "../../../lib/random/draw_uniform.ts";

const DRAW = { seed: 1, layer: 2, step: 3 };
const SIZE = 10_000;

Deno.test("drawUniform() stays in its range and has its mean", async () => {
  const tensor = drawUniform([SIZE], DRAW, -2, 4);
  const values = await tensor.data<"float32">();
  tensor.dispose();
  ok(values.every((value) => value >= -2 && value < 4));
  const mean = values.reduce((sum, value) => sum + value) / SIZE;
  // Four standard errors: a uniform of width 6 has variance 36 / 12.
  ok(Math.abs(mean - 1) < 4 * Math.sqrt(3 / SIZE), `mean ${mean}`);
});

Deno.test("drawNormal() has its mean and deviation", async () => {
  const tensor = drawNormal([SIZE], DRAW, 5, 2);
  const values = await tensor.data<"float32">();
  tensor.dispose();
  const mean = values.reduce((sum, value) => sum + value) / SIZE;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / SIZE;
  // Four standard errors of the mean and of the variance of normal numbers.
  ok(Math.abs(mean - 5) < 4 * Math.sqrt(4 / SIZE), `mean ${mean}`);
  ok(
    Math.abs(variance - 4) < 4 * 4 * Math.sqrt(2 / SIZE),
    `variance ${variance}`,
  );
});
