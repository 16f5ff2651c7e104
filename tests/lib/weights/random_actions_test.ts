/**
 * Random sequences of freezing, training, stopping, saving and loading on
 * random small models, against a simple model of what must have moved.
 *
 * THAW_SEQUENCES sets how many. A failure prints its seed and the shortest
 * sequence that fails.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { loadWeights } from "../../../lib/data/keras/load_weights.ts";
import { saveWeights } from "../../../lib/data/save_weights.ts";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { withPhase } from "../../../lib/dropout/phase.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { fit } from "../../../lib/train/fit.ts";
import { adamW } from "../../../lib/train/optimizers/adam.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";
import { namedWeights } from "../../../lib/weights/named_weights.ts";
import { saveAndLoad } from "../mends/save_and_load.ts";

await tf.setBackend("cpu");

const SEQUENCES = Number(Deno.env.get("THAW_SEQUENCES") ?? 2000);

const folder = await Deno.makeTempDir();
const file = join(folder, "weights.safetensors");
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** Layers of a model, each from `[samples, 3]` to `[samples, 3]`. */
const KINDS = {
  dense: (name: string) =>
    tf.layers.dense({ name, units: 3, activation: "tanh" }),
  norm: (name: string) => batchNormalization({ name }),
  tfjsNorm: (name: string) => tf.layers.batchNormalization({ name }),
  drop: (name: string) => dropout({ name, rate: 0.25, seed: 1 }),
  theirDrop: (name: string) => tf.layers.dropout({ name, rate: 0.25, seed: 1 }),
  recurrent: (name: string) =>
    tf.sequential({
      name,
      layers: [
        tf.layers.reshape({ targetShape: [3, 1], inputShape: [3] }),
        tf.layers.simpleRNN({ name: `${name}_inner`, units: 3, dropout: 0.25 }),
      ],
    }),
  nestedNorm: (name: string) =>
    tf.sequential({
      name,
      layers: [
        tf.layers.dense({ name: `${name}_inner`, units: 3, inputShape: [3] }),
        tf.layers.batchNormalization({ name: `${name}_norm` }),
      ],
    }),
  nested: (name: string) =>
    tf.sequential({
      name,
      layers: [
        tf.layers.dense({ name: `${name}_inner`, units: 3, inputShape: [3] }),
      ],
    }),
} as const;
type Kind = keyof typeof KINDS;

/** Few with a recurrent layer, which takes four times as long. */
const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 1, arbitrary: fc.constant("recurrent") },
  {
    weight: 11,
    arbitrary: fc.constantFrom(
      ...(Object.keys(KINDS) as Kind[]).filter((name) => name !== "recurrent"),
    ),
  },
);

const OPTIMIZERS = {
  sgd: () => tf.train.sgd(0.05),
  adam: () => tf.train.adam(0.01),
  rmsprop: () => tf.train.rmsprop(0.01),
  momentum: () => tf.train.momentum(0.05, 0.9),
  adamW: () => adamW({ learningRate: 0.01 }),
} as const;
type OptimizerName = keyof typeof OPTIMIZERS;

type Action =
  | { do: "freeze" | "unfreeze" | "flag" | "undo"; layer: number; on: boolean }
  | { do: "weights"; names: "kernel" | "bias" | "gamma"; on: boolean }
  | { do: "all"; on: boolean }
  | { do: "compile"; optimizer: OptimizerName }
  | { do: "step" | "save" | "file" | "remember" | "recall" }
  | { do: "fit" | "stop"; stopAfter: number }
  | { do: "resume" }
  | { do: "phase"; phase: "training" | "inference" };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constantFrom("freeze", "unfreeze", "flag", "undo"),
    layer: fc.nat(3),
    on: fc.boolean(),
  }) as fc.Arbitrary<Action>,
  fc.record({
    do: fc.constant("weights"),
    names: fc.constantFrom("kernel", "bias", "gamma"),
    on: fc.boolean(),
  }) as fc.Arbitrary<Action>,
  fc.record({ do: fc.constant("all"), on: fc.boolean() }) as fc.Arbitrary<
    Action
  >,
  fc.record({
    do: fc.constant("compile"),
    optimizer: fc.constantFrom(...Object.keys(OPTIMIZERS)),
  }) as fc.Arbitrary<Action>,
  fc.record({
    do: fc.constantFrom("step", "step", "save", "file", "remember", "recall"),
  }) as fc.Arbitrary<Action>,
  fc.record({ do: fc.constant("fit"), stopAfter: fc.nat(3) }) as fc.Arbitrary<
    Action
  >,
  fc.record({ do: fc.constant("stop"), stopAfter: fc.nat(2) }) as fc.Arbitrary<
    Action
  >,
  fc.record({ do: fc.constant("resume") }) as fc.Arbitrary<Action>,
  fc.record({
    do: fc.constant("phase"),
    phase: fc.constantFrom("training", "inference"),
  }) as fc.Arbitrary<Action>,
);

const x = tf.randomNormal([4, 3], 0, 1, "float32", 1);
const y = tf.randomNormal([4, 3], 0, 1, "float32", 2);

/** A model with what must be true of it. */
class Subject {
  model: tf.LayersModel;
  /** Names of weights that no optimizer may move. */
  readonly frozen = new Set<string>();
  /** Paths of layers that are frozen as such. */
  readonly closed = new Set<string>();
  /** Whether the model itself may train. */
  open = true;
  remembered: { tensors: tf.Tensor[]; values: Map<string, string> } | undefined;

  /** Whether it could happen that all of a batch is dropped. */
  readonly drops: boolean;

  constructor(kinds: readonly Kind[]) {
    this.drops = kinds.some((kind) => /drop|recurrent/i.test(kind));
    const input = tf.layers.inputLayer({ inputShape: [3] });
    const layers = kinds.map((kind, i) => KINDS[kind](`layer${i}`));
    const head = tf.layers.dense({ name: "head", units: 3 });
    this.model = tf.sequential({ layers: [input, ...layers, head] });
    this.compile("sgd");
  }

  compile(optimizer: OptimizerName): void {
    const loss = "meanSquaredError";
    this.model.compile({ optimizer: OPTIMIZERS[optimizer](), loss });
  }

  values(): Map<string, string> {
    return new Map(
      namedWeights(this.model).entries().map(([name, { variable }]) => [
        name,
        variable.read().dataSync().join(),
      ]),
    );
  }

  /** A layer of the model's by a number, and the names of its weights. */
  chosen(index: number): { name: string; weights: string[] } {
    const own = this.model.layers.filter(({ weights }) => weights.length > 0);
    const { name } = own[index % own.length];
    const weights = [...namedWeights(this.model)]
      .filter(([path, { role }]) =>
        path.startsWith(`${name}/`) && role !== "state"
      ).map(([path]) => path);
    return { name, weights };
  }

  /** Notes that a whole layer was frozen or thawed. */
  note(name: string, weights: string[], isFrozen: boolean): void {
    for (const weight of weights) {
      if (isFrozen) this.frozen.add(weight);
      else this.frozen.delete(weight);
    }
    const parts = new Set([name, ...weights.map(layerOf)]);
    for (const part of parts) {
      if (isFrozen) this.closed.add(part);
      else this.closed.delete(part);
    }
  }

  /** Thawing within a model that is frozen as a whole opens it for that. */
  openUp(): void {
    if (this.open) return;
    this.open = true;
    for (const [name, { role }] of namedWeights(this.model)) {
      if (role !== "state") this.frozen.add(name);
      this.closed.add(layerOf(name));
      this.closed.add(name.split("/")[0]);
    }
  }

  isFrozen(weight: string): boolean {
    return !this.open || this.frozen.has(weight);
  }

  /**
   * What a training, or a pass in the phase of training, must have moved and
   * left alone.
   */
  checkMoved(
    before: Map<string, string>,
    { trained, passed = trained }: { trained: boolean; passed?: boolean },
  ): void {
    const after = this.values();
    for (const [name, { role, layer }] of namedWeights(this.model)) {
      const moved = before.get(name) !== after.get(name);
      if (role === "state") {
        const may = passed && !this.closed.has(layerOf(name));
        // The mean after another normalization is 0 and stays so.
        if (!may || layerOf(name) === "layer0") strictEqual(moved, may, name);
        continue;
      }
      strictEqual(role === "frozen", this.isFrozen(name), name);
      if (this.isFrozen(name)) strictEqual(moved, false, name);
      // A bias before a normalization has no gradient but rounding, and the
      // head's kernel has none where all that goes in was dropped.
      else if (name === "head/bias" || layer.name === "head" && !this.drops) {
        strictEqual(moved, trained, name);
      }
    }
  }

  async step(): Promise<void> {
    const before = this.values();
    await this.model.trainOnBatch(x, y);
    this.checkMoved(before, { trained: true });
  }
}

function layerOf(weight: string): string {
  return weight.slice(0, weight.lastIndexOf("/"));
}

async function act(subject: Subject, action: Action): Promise<void> {
  const { model, frozen, closed } = subject;
  switch (action.do) {
    case "freeze":
    case "unfreeze": {
      const { name, weights } = subject.chosen(action.layer);
      if (action.do === "freeze") freeze(model, name);
      else {
        unfreeze(model, name);
        subject.openUp();
      }
      subject.note(name, weights, action.do === "freeze");
      return;
    }
    case "flag": {
      const { name, weights } = subject.chosen(action.layer);
      model.getLayer(name).trainable = action.on;
      subject.note(name, weights, !action.on);
      return;
    }
    case "undo": {
      const { name } = subject.chosen(action.layer);
      const change = action.on ? freeze : unfreeze;
      change(model, name)();
      return;
    }
    case "weights": {
      const named = [...namedWeights(model)]
        .filter(([path, { role }]) =>
          path.endsWith(`/${action.names}`) && role !== "state"
        ).map(([path]) => path);
      if (named.length === 0) return;
      const options = { weights: action.names };
      if (action.on) {
        unfreeze(model, undefined, options);
        subject.openUp();
        for (const weight of named) {
          frozen.delete(weight);
          closed.delete(layerOf(weight));
          closed.delete(weight.split("/")[0]);
        }
      } else {
        freeze(model, undefined, options);
        for (const weight of named) frozen.add(weight);
      }
      return;
    }
    case "all": {
      model.trainable = action.on;
      subject.open = action.on;
      for (const { name } of model.layers) {
        const weights = [...namedWeights(model)].filter(([path, { role }]) =>
          path.startsWith(`${name}/`) && role !== "state"
        ).map(([path]) => path);
        subject.note(name, weights, !action.on);
      }
      return;
    }
    case "compile":
      return subject.compile(action.optimizer);
    case "step":
      return await subject.step();
    case "fit": {
      const before = subject.values();
      const batches = await fitted(model, { stopAfter: action.stopAfter });
      const more = await fitted(model, { resume: true });
      ok(batches + more >= 4);
      subject.checkMoved(before, { trained: true });
      return;
    }
    case "stop": {
      const before = subject.values();
      const { stopAfter } = action;
      strictEqual(await fitted(model, { stopAfter }), stopAfter + 1);
      subject.checkMoved(before, { trained: true });
      return;
    }
    case "resume": {
      // From the start, if nothing was stopped or the model was loaded since.
      const before = subject.values();
      ok(await fitted(model, { resume: true }) > 0);
      subject.checkMoved(before, { trained: true });
      return;
    }
    case "save": {
      const before = subject.values();
      subject.model = await saveAndLoad(model, { includeOptimizer: true });
      deepStrictEqual(subject.values(), before);
      // What trains and what does not is as before, at the next step at last.
      for (const [name, { role }] of namedWeights(subject.model)) {
        if (role !== "state") {
          strictEqual(role === "frozen", subject.isFrozen(name), name);
        }
      }
      return;
    }
    case "file": {
      const before = subject.values();
      await saveWeights(model, file);
      await model.trainOnBatch(x, y);
      await loadWeights(model, file);
      deepStrictEqual(subject.values(), before);
      return;
    }
    case "remember":
      subject.remembered = {
        tensors: model.getWeights().map((weight) => weight.clone()),
        values: subject.values(),
      };
      return;
    case "recall":
      if (!subject.remembered) return;
      model.setWeights(subject.remembered.tensors);
      deepStrictEqual(subject.values(), subject.remembered.values);
      return;
    case "phase": {
      const before = subject.values();
      const first = withPhase(model, action.phase, () => predicted(model));
      const again = withPhase(model, action.phase, () => predicted(model));
      if (action.phase === "inference") strictEqual(first, again);
      const plain = predicted(model);
      strictEqual(predicted(model), plain);
      subject.checkMoved(before, {
        trained: false,
        passed: action.phase === "training",
      });
      return;
    }
  }
}

/** Trains two epochs of two batches; how many batches there were. */
async function fitted(
  model: tf.LayersModel,
  { stopAfter, resume = false }: { stopAfter?: number; resume?: boolean },
): Promise<number> {
  let batches = 0;
  const { epoch, leakedTensors } = await fit(model, x, y, {
    display: false,
    batchSize: 2,
    epochs: 2,
    seed: 3,
    resume,
    callbacks: {
      onBatchEnd: () => {
        if (batches++ !== stopAfter) return;
        globalThis.dispatchEvent(new Event("interrupt", { cancelable: true }));
      },
    },
  });
  strictEqual(leakedTensors, 0);
  if (resume) strictEqual(epoch.length, 2);
  return batches;
}

function predicted(model: tf.LayersModel): string {
  return tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync().join());
}

const quiet = () => {};

Deno.test(`${SEQUENCES} random sequences of actions move what they must and nothing else`, async () => {
  const { warn } = console;
  console.warn = quiet;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(kind, { minLength: 1, maxLength: 3 }),
        fc.array(action, { minLength: 1, maxLength: 10 }),
        async (kinds, actions) => {
          tf.engine().startScope();
          try {
            const subject = new Subject(kinds);
            for (const one of actions) await act(subject, one);
            await subject.step();
          } finally {
            tf.engine().endScope();
            tf.disposeVariables();
          }
        },
      ),
      { numRuns: SEQUENCES },
    );
  } finally {
    console.warn = warn;
  }
});
