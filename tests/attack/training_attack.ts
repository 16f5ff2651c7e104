/**
 * Trainings that go on for long: small nets on WASM, whole, with frozen layers,
 * and with their frozen part kept, after whose first steps no step may take
 * memory that is not given back.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  adam,
  dropout,
  fit,
  freeze,
  globalAveragePooling1d,
  multiHeadAttention,
  selectBackend,
} from "../../lib/mod.ts";
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

/** Layers of a net, the first named `first` and with an `inputShape`. */
const NETS: Record<string, (chance: Chance) => tf.layers.Layer[]> = {
  "a conv net": (chance) => {
    const [filters, units] = [1 + chance.below(6), 2 + chance.below(6)];
    return [
      tf.layers.conv2d({
        name: "first",
        inputShape: [6, 6, 1 + chance.below(3)],
        filters,
        kernelSize: 3,
        activation: "relu",
      }),
      tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      dropout({ rate: 0.25, seed: 1 }),
      tf.layers.dense({ units, activation: "relu" }),
    ];
  },
  "a recurrent net": (chance) => [
    tf.layers.gru({
      name: "first",
      inputShape: [5, 1 + chance.below(3)],
      units: 1 + chance.below(6),
      dropout: 0.25,
      returnSequences: true,
    }),
    tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3 }) }),
  ],
  "attention": (chance) => [
    tf.layers.dense({
      name: "first",
      inputShape: [6, 2],
      units: 1 + chance.below(6),
    }),
    multiHeadAttention({ numHeads: 2, keyDim: 1 + chance.below(6) }),
    tf.layers.layerNormalization(),
    globalAveragePooling1d(),
  ],
  "a 3-D net": (chance) => [
    tf.layers.conv3d({
      name: "first",
      inputShape: [4, 4, 4, 1],
      filters: 1 + chance.below(4),
      kernelSize: 2,
      activation: "relu",
    }),
    tf.layers.batchNormalization(),
    tf.layers.conv3d({ filters: 2, kernelSize: 2 }),
    tf.layers.maxPooling3d({ poolSize: 2 }),
    tf.layers.flatten(),
  ],
};

interface Way {
  net: string;
  /** Whether its first layer is frozen. */
  isFrozen?: boolean;
  cacheFrozen?: boolean;
}

const WAYS: Way[] = [
  ...Object.keys(NETS).flatMap((net) => [{ net }, { net, isFrozen: true }]),
  { net: "a conv net", isFrozen: true, cacheFrozen: true },
];

/** Trains so that the last batch of an epoch is smaller than the others. */
async function train(
  chance: Chance,
  steps: number,
  { net, isFrozen, cacheFrozen }: Way,
): Promise<void> {
  const head = tf.layers.dense({ units: 2, activation: "softmax" });
  const model = tf.sequential({ layers: [...NETS[net](chance), head] });
  if (isFrozen) freeze(model, "first");
  const optimizer = adam();
  model.compile({
    optimizer,
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  const batchSize = 2 + chance.below(3);
  const [, ...shape] = model.inputs[0].shape as number[];
  const x = tf.randomNormal([batchSize + 1, ...shape]);
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
    `${net}: after ${FIRST_STEPS} steps ${
      JSON.stringify(first)
    }, after ${step} ${JSON.stringify(last)}`,
  );
}

async function run({ seed, tries }: AttackOptions): Promise<Figures> {
  const chance = new Chance(seed);
  await selectBackend({ name: "wasm", threads: 1 });
  for (const way of WAYS) {
    const before = level();
    await train(chance, tries, way);
    const { tensors } = level();
    if (tensors === before.tensors) continue;
    throw new Error(
      `${tensors - before.tensors} tensors are left of ${JSON.stringify(way)}`,
    );
  }
  return { steps: WAYS.length * tries };
}

export const trainingAttack: Attack = {
  name: "training",
  tries: { small: 20, full: 1000 },
  run,
};
