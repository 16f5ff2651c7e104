/**
 * Trains each small model for a step on WebGPU and on cpu, and prints a line
 * for each: its name, or what is wrong. Prints nothing without an adapter.
 */

import { strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/mod.ts";
import { smallModels } from "../../bench/training_models.ts";
import { stepsAgree } from "../../lib/backend/one_step.ts";

const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
if (await gpu?.requestAdapter()) {
  console.log(`${await selectBackend({ name: "webgpu" })}`.split("\n")[0]);
  strictEqual(tf.getBackend(), "webgpu");
  for (const { model, terms } of smallModels()) {
    await stepsAgree("webgpu", model, terms);
    console.log(`${model.name} agrees`);
  }
}
