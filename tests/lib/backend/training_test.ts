/** The models of the five pages train on WASM, and as on the cpu backend. */

import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/mod.ts";
import { inceptionNet, smallModels } from "../../bench/training_models.ts";
import { stepsAgree } from "./one_step.ts";
import "../../../lib/mends/install_mends.ts";

for (const { model, terms } of smallModels()) {
  Deno.test(`a step of ${model.name} moves weights on WASM as on cpu`, async () => {
    await stepsAgree("wasm", model, terms);
  });
}

for (const frozen of [true, false]) {
  const { name, build, data } = inceptionNet("small", frozen);
  Deno.test(`${name}, trains on WASM`, async () => {
    await selectBackend({ name: "wasm" });
    const model = await build();
    const { x, y } = data();
    const first = await model.trainOnBatch(x, y) as number;
    const second = await model.trainOnBatch(x, y) as number;
    ok(Number.isFinite(first) && Number.isFinite(second), `${first} ${second}`);
    tf.dispose([x, y]);
    model.dispose();
  });
}
