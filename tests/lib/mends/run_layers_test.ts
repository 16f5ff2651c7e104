/**
 * Models without masks compute the same, bit for bit, before and after tfjs is
 * mended: predictions, evaluations, training steps, inner outputs.
 */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";

await tf.setBackend("cpu");

const apply = (
  layer: tf.layers.Layer,
  to: tf.SymbolicTensor | tf.SymbolicTensor[],
) => layer.apply(to) as tf.SymbolicTensor;

let seed = 1;
const dense = (units: number, activation?: "tanh" | "relu") =>
  tf.layers.dense({
    units,
    activation,
    kernelInitializer: tf.initializers.randomNormal({ seed: seed++ }),
  });

function wave(shape: number[]): tf.Tensor {
  return tf.range(0, tf.util.sizeFromShape(shape)).sin().reshape(shape);
}

const input = (...shape: number[]) => tf.input({ shape });

/** Models by what is particular about their graph. */
const MODELS: Record<string, () => tf.LayersModel> = {
  "a chain": () =>
    tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [3] }),
        dense(4, "tanh"),
        dense(2),
      ],
    }),
  "branches that meet": () => {
    const x = input(3);
    const [a, b] = [apply(dense(4, "tanh"), x), apply(dense(4), x)];
    const sum = apply(tf.layers.add(), [a, b]);
    return tf.model({
      inputs: x,
      outputs: apply(tf.layers.concatenate(), [sum, a, b]),
    });
  },
  "several inputs and outputs, one inside": () => {
    const inputs = [input(3), input(3)];
    const inner = apply(dense(4, "tanh"), inputs[1]);
    const outer = apply(
      dense(2),
      apply(tf.layers.concatenate(), [inputs[0], inner]),
    );
    return tf.model({ inputs, outputs: [inner, outer] });
  },
  "a layer used three times": () => {
    const x = input(3);
    const shared = dense(3, "tanh");
    return tf.model({
      inputs: x,
      outputs: apply(shared, apply(shared, apply(shared, x))),
    });
  },
  "a nested model used twice": () => {
    const nested = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [3] }), dense(3, "relu")],
    });
    const inputs = [input(3), input(3)];
    return tf.model({
      inputs,
      outputs: apply(
        tf.layers.multiply(),
        inputs.map((x) => apply(nested, x)),
      ),
    });
  },
  "a model in a model in a model": () => {
    const wrap = (inner: tf.layers.Layer) => {
      const x = input(3);
      return tf.model({ inputs: x, outputs: apply(inner, x) });
    };
    return wrap(wrap(wrap(dense(3, "tanh"))));
  },
  "a nested model with two inputs and outputs": () => {
    const inside = [input(3), input(3)];
    const [a, b] = inside.map((x) => apply(dense(3, "tanh"), x));
    const nested = tf.model({
      inputs: inside,
      outputs: [apply(tf.layers.add(), [a, b]), b],
    });
    const inputs = [input(3), input(3)];
    const [sum, other] = nested.apply(inputs) as tf.SymbolicTensor[];
    return tf.model({
      inputs,
      outputs: apply(tf.layers.concatenate(), [sum, other]),
    });
  },
  "states of a recurrent layer": () => {
    const x = input(4, 3);
    const [last, state, carry] = tf.layers.lstm({
      units: 2,
      returnState: true,
      kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
      recurrentInitializer: tf.initializers.randomNormal({ seed: 2 }),
    }).apply(x) as tf.SymbolicTensor[];
    return tf.model({
      inputs: x,
      outputs: apply(tf.layers.concatenate(), [state, last, carry]),
    });
  },
  "an initial state": () => {
    const inputs = [input(4, 3), input(2)];
    const layer = tf.layers.gru({
      units: 2,
      kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
      recurrentInitializer: tf.initializers.randomNormal({ seed: 2 }),
    });
    const outputs = layer.apply(
      inputs[0],
      {
        initialState: [inputs[1]],
      } as unknown as Parameters<typeof layer.apply>[1],
    ) as tf.SymbolicTensor;
    return tf.model({ inputs, outputs });
  },
  "whole numbers to an embedding": () => {
    const x = tf.input({ shape: [4], dtype: "int32" });
    const layer = tf.layers.embedding({
      inputDim: 5,
      outputDim: 3,
      embeddingsInitializer: tf.initializers.randomNormal({ seed: 1 }),
    });
    return tf.model({
      inputs: x,
      outputs: apply(tf.layers.flatten(), apply(layer, x)),
    });
  },
  "images": () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 2,
          kernelSize: 3,
          inputShape: [5, 5, 1],
          activation: "relu",
          kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
        }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        dense(1),
      ],
    }),
  "an output that is the input": () => {
    const x = input(3);
    return tf.model({ inputs: x, outputs: [x, apply(dense(1), x)] });
  },
};

const values = (tensors: unknown) =>
  [tensors].flat().map((tensor) => [...(tensor as tf.Tensor).dataSync()]);

/** tfjs finds no outputs by name where a layer is used more than once. */
function inner(model: tf.LayersModel, x: tf.Tensor[]): unknown {
  try {
    return values(model.execute(x, model.outputs.map(({ name }) => name)));
  } catch (error) {
    return (error as Error).name;
  }
}

/** All that a model gives, before and after two steps of training. */
async function everything(make: () => tf.LayersModel): Promise<unknown[]> {
  seed = 1;
  const model = make();
  const samples = 5;
  const x = model.inputs.map((input) => {
    const numbers = wave([samples, ...input.shape.slice(1) as number[]]);
    return input.dtype === "int32"
      ? numbers.abs().mul(4).cast("int32")
      : numbers;
  });
  const y = model.outputs.map((output) =>
    wave([samples, ...output.shape.slice(1) as number[]]).mul(0.5)
  );
  model.compile({
    optimizer: tf.train.sgd(0.1),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  // The total of several losses is their means' sum, and not the sum's mean:
  // another last bit.
  const total = model.outputs.length > 1 ? 1 : 0;
  const found: unknown[] = [
    values(model.predict(x, { batchSize: 2 })),
    values(model.predictOnBatch(x)),
    values(model.apply(x)),
    values(model.apply(x, { training: true })),
    inner(model, x),
  ];
  for (let step = 0; step < 2; step++) {
    found.push([await model.trainOnBatch(x, y)].flat().slice(total));
  }
  const history = await model.fit(x, y, {
    epochs: 2,
    batchSize: 2,
    shuffle: false,
    verbose: 0,
  });
  found.push(Object.values(history.history).slice(total));
  found.push(values(model.getWeights()));
  // tfjs adds the losses of several outputs up wrongly here.
  if (model.outputs.length === 1) found.push(values(model.evaluate(x, y)));
  return found;
}

const shipped: Record<string, unknown[]> = {};
for (const [name, make] of Object.entries(MODELS)) {
  shipped[name] = await everything(make);
}
/** Reads a weight of another layer. */
class Reading extends tf.layers.Layer {
  static className = "TestReading";
  constructor(readonly weight: () => tf.Tensor) {
    super({});
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return [x].flat()[0].mul(this.weight());
  }
}
tf.serialization.registerClass(Reading);
await import("../../../lib/mends/install_mends.ts");

for (const [name, make] of Object.entries(MODELS)) {
  Deno.test(`a model of ${name} computes the same as in plain tfjs`, async () => {
    deepStrictEqual(await everything(make), shipped[name]);
  });
}

Deno.test("a tensor that is two outputs of a layer lasts until both were used", async () => {
  const x = input(4, 3);
  // The output of the last step is the first of the states.
  const [last, state] = tf.layers.gru({
    units: 2,
    returnState: true,
    trainable: false,
  }).apply(x) as tf.SymbolicTensor[];
  const frozen = tf.layers.dense({ units: 2, trainable: false });
  const sum = apply(tf.layers.add(), [apply(frozen, last), state]);
  const model = tf.model({ inputs: x, outputs: [apply(dense(1), sum), state] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const given = wave([2, 4, 3]);
  const called = values(model.apply(given));
  deepStrictEqual(values(model.predict(given)), called);
  await model.trainOnBatch(given, [tf.zeros([2, 1]), tf.zeros([2, 2])]);
  deepStrictEqual(values(model.predict(given))[1], called[1]);
});

/** Gives what it keeps: a weight, or a constant. */
class Constant extends tf.layers.Layer {
  static className = "TestConstant";
  readonly constant = tf.keep(tf.ones([2, 3]));
  constructor(readonly isWeight: boolean) {
    super({});
  }
  override build(): void {
    const { ones } = tf.initializers;
    if (this.isWeight) this.addWeight("kept", [2, 3], "float32", ones());
  }
  override call(): tf.Tensor {
    return this.isWeight ? this.weights[0].read() : this.constant;
  }
}

Deno.test("a weight or a constant that a layer gives stays the layer's", () => {
  for (const isWeight of [true, false]) {
    const x = input(3);
    const added = apply(tf.layers.add(), [
      x,
      apply(new Constant(isWeight), x),
    ]);
    const model = tf.model({ inputs: x, outputs: apply(dense(1), added) });
    const given = wave([2, 3]);
    deepStrictEqual(
      values(model.predict(given)),
      values(model.predict(given)),
    );
  }
});

Deno.test("a class that was registered before this library may read any weight", async () => {
  const x = input(1);
  const trained = dense(1);
  const read = () => trained.weights[0].read();
  const model = tf.model({
    inputs: x,
    outputs: [apply(new Reading(read), x), apply(trained, x)],
  });
  model.compile({
    optimizer: tf.train.sgd(1),
    loss: [tf.losses.meanSquaredError, () => tf.scalar(0)],
  });
  const before = values(read());
  const [given, ones] = [tf.ones([2, 1]), tf.ones([2, 1])];
  await model.trainOnBatch(given, [ones, ones]);
  notDeepStrictEqual(values(read()), before);
});
