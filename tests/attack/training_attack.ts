/**
 * A training that goes on for long: small conv nets on WASM, whole and with
 * their frozen part kept, after whose first steps no step may take memory that
 * is not given back.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { adam, dropout, fit, freeze, selectBackend } from "../../lib/mod.ts";
import type { Attack, AttackOptions, Figures } from "./attack.ts";
import { Chance } from "./chance.ts";

/** Steps after which all that is kept has been made: slots, scratch, plans. */
const FIRST_STEPS = 10;

/**
 * How much the place of the next large block may move: gaps that a step leaves
 * lie elsewhere after the next. A float in each of 1,000 steps, as malloc
 * rounds it, is twice as much.
 */
const MOST_DRIFT_BYTES = 8 * 1024;

const PROBE_BYTES = 2 ** 20;

interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
  HEAPU8: Uint8Array;
}

interface Level {
  tensors: number;
  bytes: number;
  heapBytes: number;
  /** Where the next large block would lie. */
  address: number;
}

function level(): Level {
  const { wasm } = tf.backend() as unknown as { wasm: Heap };
  const address = wasm._malloc(PROBE_BYTES);
  wasm._free(address);
  const { numTensors, numBytes } = tf.memory();
  return {
    tensors: numTensors,
    bytes: numBytes,
    heapBytes: wasm.HEAPU8.byteLength,
    address,
  };
}

/** A net whose last batch of an epoch is smaller than the others. */
async function train(
  chance: Chance,
  steps: number,
  cacheFrozen: boolean,
): Promise<void> {
  const [filters, units] = [1 + chance.below(6), 2 + chance.below(6)];
  const [batchSize, channels] = [2 + chance.below(3), 1 + chance.below(3)];
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "first",
        inputShape: [6, 6, channels],
        filters,
        kernelSize: 3,
        activation: "relu",
      }),
      tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      dropout({ rate: 0.25, seed: 1 }),
      tf.layers.dense({ units, activation: "relu" }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  if (cacheFrozen) freeze(model, "first");
  const optimizer = adam();
  model.compile({
    optimizer,
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  const x = tf.randomNormal([batchSize + 1, 6, 6, channels]);
  const y = tf.tidy(() =>
    tf.eye(2).tile([batchSize, 1]).slice(0, batchSize + 1)
  );
  let step = 0;
  let first: Level | undefined;
  let last: Level | undefined;
  await fit(model, x, y, {
    batchSize,
    epochs: Math.ceil(steps / 2),
    cacheFrozen,
    display: false,
    callbacks: {
      onBatchEnd: () => {
        step++;
        if (step > FIRST_STEPS && step < steps) return;
        last = level();
        if (step > FIRST_STEPS) return;
        const address = Math.max(first?.address ?? 0, last.address);
        first = { ...last, address };
      },
    },
  });
  tf.dispose([x, y]);
  model.dispose();
  optimizer.dispose();
  const { address, ...before } = first!;
  const { address: end, ...after } = last!;
  const isFlat = JSON.stringify(before) === JSON.stringify(after) &&
    end - address <= MOST_DRIFT_BYTES;
  if (isFlat) return;
  throw new Error(
    `After ${FIRST_STEPS} steps ${JSON.stringify(first)}, after ${step} ${
      JSON.stringify(last)
    }`,
  );
}

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  await selectBackend({ name: "wasm", threads: 1 });
  for (const cacheFrozen of [false, true]) {
    const before = level();
    await train(chance, tries, cacheFrozen);
    const { tensors } = level();
    if (tensors === before.tensors) continue;
    throw new Error(`${tensors - before.tensors} tensors are left`);
  }
  return { steps: 2 * tries };
}

export const trainingAttack: Attack = {
  name: "training",
  tries: { small: 100, full: 1000 },
  run,
};
