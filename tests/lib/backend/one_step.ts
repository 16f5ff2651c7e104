/** One training step on two backends, and how far apart they may be. */

import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type BackendName, selectBackend } from "../../../lib/mod.ts";
import type { TrainingModel } from "../../bench/training_models.ts";
import "../../../lib/mends/install_mends.ts";

/** The loss of a step of plain descent, and how far each weight moved. */
async function step(
  backend: BackendName,
  { build, data }: TrainingModel,
): Promise<{ loss: number; moves: Float32Array[] }> {
  await selectBackend({ name: backend });
  const model = await build();
  // With a rate of 1 the moves are the gradients.
  model.compile({ optimizer: tf.train.sgd(1), loss: model.loss as string });
  const { x, y } = data();
  const before = model.getWeights().map((weight) => weight.clone());
  const loss = await model.trainOnBatch(x, y) as number;
  const moves = await Promise.all(
    model.getWeights().map(async (weight, i) => {
      const move = tf.sub(weight, before[i]);
      const values = await move.data<"float32">();
      move.dispose();
      return values;
    }),
  );
  tf.dispose([x, y, ...before]);
  model.dispose();
  return { loss, moves };
}

const largest = (values: Float32Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * Asserts that a step moves every weight on `backend` as on cpu.
 *
 * A sum of n terms is off by at most n * 2^-24 of its terms' magnitude, on
 * either backend. The largest gradient of a weight stands for the magnitude.
 *
 * @param terms Terms of all sums along the longest path forth and back.
 * @see Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 3.1.
 */
export async function stepsAgree(
  backend: BackendName,
  model: TrainingModel,
  terms: number,
): Promise<void> {
  const bound = 2 * terms * 2 ** -24;
  const actual = await step(backend, model);
  const cpu = await step("cpu", model);
  ok(Math.abs(actual.loss - cpu.loss) <= bound * cpu.loss);
  cpu.moves.forEach((moves, index) => {
    const limit = bound * largest(moves);
    const apart = largest(
      moves.map((move, i) => move - actual.moves[index][i]),
    );
    ok(apart <= limit, `weight ${index}: ${apart} of ${limit}`);
  });
}
