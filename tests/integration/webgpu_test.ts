/**
 * WebGPU on the adapter this machine has, a graphics card or one in software
 * (Mesa's lavapipe: `apt-get install mesa-vulkan-drivers`). Without any, the
 * tests are ignored and say so.
 *
 * The first step of a model compiles its shaders, in software for seconds.
 */

import { match, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../lib/mod.ts";
import { smallModels } from "../bench/training_models.ts";
import { stepsAgree } from "../lib/backend/one_step.ts";

const { gpu } = navigator as {
  gpu?: {
    requestAdapter(): Promise<{ info: { description: string } } | null>;
  };
};
const adapter = await gpu?.requestAdapter();
const ignore = !adapter;
const where = adapter ? `on ${adapter.info.description}` : "without an adapter";

// The device lives as long as the process; no test can close it.
const options = { ignore, sanitizeOps: false, sanitizeResources: false };

Deno.test(
  `selectBackend() starts WebGPU by name, ${where}`,
  options,
  async () => {
    const report = await selectBackend({ name: "webgpu" });
    strictEqual(tf.getBackend(), "webgpu");
    match(`${report}`, /^backend webgpu/);
  },
);

for (const { model, terms } of smallModels()) {
  Deno.test(
    `a step of ${model.name} moves weights on WebGPU as on cpu, ${where}`,
    options,
    async () => {
      await stepsAgree("webgpu", model, terms);
    },
  );
}
