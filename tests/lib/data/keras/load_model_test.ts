import { deepStrictEqual, ok, rejects, throws } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { topologyOf } from "../../../../lib/data/keras/keras_config.ts";
import { loadModel } from "../../../../lib/data/keras/load_model.ts";
import { loadWeights } from "../../../../lib/data/keras/load_weights.ts";
import { orderedWeights } from "../../../../lib/layers/ordered_weights.ts";
import "../../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const folder = new URL("../../../golden/keras/", import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, folder));
const json = (name: string) => JSON.parse(Deno.readTextFileSync(path(name)));

for (const file of ["whole.keras", "whole.h5"]) {
  Deno.test(`loadModel() gives Keras's output from ${file}, without being told its layers`, async () => {
    const model = await loadModel(path(file));
    const { x, y } = json("expected.json");
    const output = model.predict(tf.tensor(x, [2, 6, 6, 2])) as tf.Tensor;
    const worst = Math.max(
      ...Array.from(output.dataSync(), (value, i) => Math.abs(value - y[i])),
    );
    // Sums of at most 27 products of order 1, in float32, through four layers.
    ok(worst < 4 * 27 * 2 ** -23, `differs by ${worst}`);
  });
}

Deno.test("loadModel() computes what Keras computes with the layers that Keras makes by default", async () => {
  const model = await loadModel(path("defaults.keras"));
  const { x, y } = json("defaults.json");
  const output = model.predict(tf.tensor(x, [3, 6])) as tf.Tensor;
  deepStrictEqual(output.shape, [3, y.length / 3]);
  // Twelve steps of two recurrent layers, of sums of at most 8 products.
  output.dataSync().forEach((value, i) =>
    ok(Math.abs(value - y[i]) < 12 * 16 * 2 ** -23, `${value} for ${y[i]}`)
  );
});

Deno.test("loadModel() makes every layer with weights, several inputs and outputs", async () => {
  const model = await loadModel(path("all_layers.keras"));
  for (const [name, first] of Object.entries(json("all_layers.json"))) {
    const { trainable, state } = orderedWeights(model.getLayer(name));
    deepStrictEqual(
      [...trainable, ...state].map((weight) => weight.read().dataSync()[0]),
      first,
      name,
    );
  }
});

Deno.test("loadModel() computes what Keras computes, layer by layer", async () => {
  const model = await loadModel(path("all_layers.keras"));
  const ramp = ({ shape: [, ...shape] }: { shape: (number | null)[] }) => {
    const size = shape.reduce<number>((product, axis) => product * axis!, 1);
    return tf.linspace(-1, 1, size).reshape([1, ...shape as number[]]);
  };
  const inputs = model.inputs.slice(0, -1).map(ramp);
  const words = tf.tensor2d([0, 1, 2, 3], [1, 4]);
  const outputs = model.predict([...inputs, words]) as tf.Tensor[];
  for (const [i, expected] of json("all_layers_sums.json").entries()) {
    const sum = outputs[i].sum().dataSync()[0];
    // Some hundred float32 operations on values of order 1.
    const difference = Math.abs(sum - expected) / Math.max(1, expected);
    ok(difference < 300 * 2 ** -24, `${model.outputNames[i]}: ${sum}`);
  }
});

Deno.test("loadModel() takes calls as Keras writes them: masks and sums as operations, default phases, what is causal", async () => {
  const model = await loadModel(path("calls.keras"));
  const { inputs: [words, images], outputs } = json("calls.json");
  const x = [
    tf.tensor(words, [3, 5], "int32"),
    tf.tensor(images, [3, 4, 4, 3]),
  ];
  for (const [i, output] of (model.predict(x) as tf.Tensor[]).entries()) {
    output.dataSync().forEach((value, j) =>
      // Five steps of sums of at most 8 products of order 1; means of 16.
      ok(Math.abs(value - outputs[i][j]) < 5 * 16 * 2 ** -23, `${value}`)
    );
  }
  // Keras writes training: false for all but the flip, and infers by none but
  // that of BatchNormalization.
  const phases = Object.fromEntries(
    ["drops", "masked", "flips", "infers"].map((name) => {
      const [{ callArgs }] = model.getLayer(name).inboundNodes;
      return [name, callArgs];
    }),
  );
  deepStrictEqual(phases, {
    drops: {},
    masked: {},
    flips: {},
    infers: { training: false },
  });
});

function sequential(...layers: object[]): object {
  return { class_name: "Sequential", config: { name: "model", layers } };
}

async function modelOf(config: object): Promise<tf.LayersModel> {
  const modelTopology = topologyOf(config) as tf.io.ModelJSON["modelTopology"];
  return await tf.models.modelFromJSON({ modelTopology } as tf.io.ModelJSON);
}

Deno.test("loadModel() takes silu, as Keras saves swish", async () => {
  const config = sequential(
    {
      class_name: "InputLayer",
      config: { name: "in", batch_shape: [null, 2] },
    },
    { class_name: "Activation", config: { name: "it", activation: "silu" } },
  );
  const model = await modelOf(config);
  const x = tf.tensor2d([[-1, 2]]);
  const expected = x.mul(x.sigmoid()).dataSync();
  deepStrictEqual((model.predict(x) as tf.Tensor).dataSync(), expected);
});

/** A layer that gets the model's input. */
function called(layer: object, ...kwargs: object[]): object {
  const tensor = {
    class_name: "__keras_tensor__",
    config: { shape: [null, 2], dtype: "float32", keras_history: ["in", 0, 0] },
  };
  const calls = kwargs.length > 0 ? kwargs : [{}];
  return {
    class_name: "Functional",
    config: {
      name: "model",
      layers: [
        {
          class_name: "InputLayer",
          config: { name: "in", batch_shape: [null, 2] },
          name: "in",
          inbound_nodes: [],
        },
        {
          config: { name: "it" },
          name: "it",
          inbound_nodes: calls.map((each) => ({
            args: [tensor],
            kwargs: each,
          })),
          ...layer,
        },
      ],
      input_layers: ["in", 0, 0],
      output_layers: ["it", 0, 0],
    },
  };
}

/** Means of steps behind an operation on an `Embedding` that masks zeros. */
function meansBehind(class_name: string, isMasked: boolean): object {
  const tensor = (name: string) => ({
    class_name: "__keras_tensor__",
    config: { keras_history: [name, 0, 0] },
  });
  const entry = (
    name: string,
    layer: object,
    args: unknown[],
    kwargs = {},
  ) => ({
    ...{ name, module: "keras.layers", config: { name }, ...layer },
    inbound_nodes: args.length > 0 ? [{ args, kwargs }] : [],
  });
  const module = "keras.src.ops.numpy";
  const words = { name: "in", batch_shape: [null, 4] };
  const table = { name: "x", input_dim: 3, output_dim: 1, mask_zero: true };
  const x = tensor("x");
  const config = {
    name: "model",
    layers: [
      entry("in", { class_name: "InputLayer", config: words }, []),
      entry("x", { class_name: "Embedding", config: table }, [tensor("in")]),
      entry("y", { class_name, module }, [x, class_name === "Add" ? x : 2]),
      entry("mask", { class_name: "NotEqual", module }, [tensor("in"), 0]),
      entry(
        "it",
        { class_name: "GlobalAveragePooling1D" },
        [tensor("y")],
        { mask: isMasked ? tensor("mask") : null },
      ),
    ].filter(({ name }) => isMasked || name !== "mask"),
    input_layers: ["in", 0, 0],
    output_layers: ["it", 0, 0],
  };
  return { class_name: "Functional", config };
}

Deno.test("loadModel() has operations lose masks as Keras does, but for one that a call is given", async () => {
  const means = async (className: string, isMasked = false) => {
    const model = await modelOf(meansBehind(className, isMasked));
    model.setWeights([tf.tensor2d([[5], [1], [2]])]);
    return [...(model.predict(tf.tensor2d([[1, 2, 0, 0]])) as tf.Tensor)
      .dataSync()];
  };
  deepStrictEqual(await means("Multiply"), [2 * (1 + 2 + 5 + 5) / 4]);
  deepStrictEqual(await means("Multiply", true), [2 * (1 + 2) / 2]);
  deepStrictEqual(await means("Add"), [2 * (1 + 2 + 5 + 5) / 4]);
  await rejects(means("Add", true), /'it' is called with mask/);
});

interface Entry {
  name: string;
  class_name: string;
  config?: object;
  /** The tensors of each call, `[layer, call, tensor]`. */
  calls?: unknown[][];
}

/** A functional model as Keras 3 writes it. */
function functional(
  name: string,
  entries: Entry[],
  input_layers: unknown,
  output_layers: unknown,
): Entry {
  const tensor = (keras_history: unknown) => ({
    class_name: "__keras_tensor__",
    config: { keras_history },
  });
  const layers = entries.map(({ name, config, calls = [], ...rest }) => ({
    ...{ ...rest, name, module: "keras.layers", config: { name, ...config } },
    inbound_nodes: calls.map((ends) => ({
      args: [ends.length === 1 ? tensor(ends[0]) : ends.map(tensor)],
      kwargs: {},
    })),
  }));
  const config = { name, layers, input_layers, output_layers };
  return { name, class_name: "Functional", config };
}

const input = (name: string, batch_shape: (number | null)[]): Entry => ({
  name,
  class_name: "InputLayer",
  config: { batch_shape },
});

Deno.test("loadModel() takes a functional model as a model's output, which Keras counts from 1", async () => {
  const doubled = { scale: 2, offset: 0 };
  const inner = functional(
    "inner",
    [
      input("a", [null, 2]),
      {
        name: "double",
        class_name: "Rescaling",
        config: doubled,
        calls: [[["a", 0, 0]]],
      },
    ],
    ["a", 0, 0],
    ["double", 0, 0],
  );
  // The second call is the output; its input is the first.
  const twice = [[["in", 0, 0]], [["inner", 0, 0]]];
  const whole = functional(
    "whole",
    [input("in", [null, 2]), { ...inner, calls: twice }],
    ["in", 0, 0],
    ["inner", 2, 0],
  );
  const model = await modelOf(whole);
  const y = model.predict(tf.tensor2d([[1, 3]])) as tf.Tensor;
  deepStrictEqual([...y.dataSync()], [4, 12]);
});

Deno.test("loadModel() takes inputs and outputs by name, in the order of the names", async () => {
  const whole = functional(
    "whole",
    [
      input("b", [null, 2]),
      input("a", [null, 2]),
      {
        name: "y",
        class_name: "Subtract",
        calls: [[["a", 0, 0], ["b", 0, 0]]],
      },
    ],
    { b: ["b", 0, 0], a: ["a", 0, 0] },
    { y: ["y", 0, 0] },
  );
  const model = await modelOf(whole);
  deepStrictEqual(model.inputNames, ["a", "b"]);
  const x = [tf.tensor2d([[5, 5]]), tf.tensor2d([[1, 2]])];
  deepStrictEqual([...(model.predict(x) as tf.Tensor).dataSync()], [4, 3]);
});

Deno.test("loadModel() gives each call of a shared Embedding its own mask", async () => {
  const tensor = (name: string, call: number) => ({
    class_name: "__keras_tensor__",
    config: { keras_history: [name, call, 0] },
  });
  const module = "keras.src.ops.numpy";
  const table = { input_dim: 3, output_dim: 1, mask_zero: true };
  const whole = (masks: string[]) => {
    const config = functional(
      "whole",
      [
        input("a", [null, 2]),
        input("b", [null, 3]),
        {
          name: "x",
          class_name: "Embedding",
          config: table,
          calls: [[["a", 0, 0]], [["b", 0, 0]]],
        },
      ],
      [["a", 0, 0], ["b", 0, 0]],
      [["mean0", 0, 0], ["mean1", 0, 0]],
    );
    (config.config as { layers: object[] }).layers.push(
      ...["a", "b"].map((name) => ({
        ...{ name: `of_${name}`, class_name: "NotEqual", module },
        config: { name: `of_${name}` },
        inbound_nodes: [{ args: [tensor(name, 0), 0], kwargs: {} }],
      })),
      ...masks.map((mask, call) => ({
        ...{ name: `mean${call}`, class_name: "GlobalAveragePooling1D" },
        module: "keras.layers",
        config: { name: `mean${call}` },
        inbound_nodes: [{
          args: [tensor("x", call)],
          kwargs: { mask: tensor(mask, 0) },
        }],
      })),
    );
    return modelOf(config);
  };
  const model = await whole(["of_a", "of_b"]);
  model.setWeights([tf.tensor2d([[9], [1], [2]])]);
  const x = [tf.tensor2d([[1, 0]]), tf.tensor2d([[2, 1, 0]])];
  const means = model.predict(x) as tf.Tensor[];
  deepStrictEqual(means.map((mean) => mean.dataSync()[0]), [1, 1.5]);
  await rejects(whole(["of_a", "of_a"]), /'mean1' is called with mask/);
});

const UNSUPPORTED: [object, RegExp][] = [
  [
    sequential({
      class_name: "MaxPooling1D",
      config: { name: "max", data_format: "channels_first" },
    }),
    /'max' has data_format "channels_first"/,
  ],
  [
    sequential({
      class_name: "Dense",
      config: { name: "dense", units: 2, of_tomorrow: true },
    }),
    /'dense' has of_tomorrow true, which is not known; build/,
  ],
  [
    sequential({
      class_name: "RNN",
      config: {
        name: "rnn",
        cell: {
          class_name: "StackedRNNCells",
          config: { name: "cells", cells: [{}, {}] },
        },
        return_state: true,
      },
    }),
    /'rnn' returns the states of several cells/,
  ],
  [
    sequential({ class_name: "Zeros", config: { name: "zeros" } }),
    /'zeros' is a Zeros/,
  ],
  [
    called({ module: "keras.src.ops.linalg", class_name: "Cholesky" }),
    /'it' is the operation Cholesky, .* weights by loadWeights\(\)/,
  ],
  // As `.h5` files have it, without its module.
  [called({ class_name: "Fft" }), /'it' is the operation Fft/],
  [
    called({ module: "keras.layers", class_name: "LSTM" }, {
      mask: {
        class_name: "__keras_tensor__",
        config: { keras_history: ["in", 0, 0] },
      },
    }),
    /'it' is called with mask/,
  ],
  [
    sequential({ class_name: "Lambda", config: { name: "code" } }),
    /'code' is a Lambda/,
  ],
  [
    sequential({ class_name: "constructor", config: { name: "it" } }),
    /'it' is a constructor/,
  ],
  [
    sequential({
      class_name: "GlobalMaxPooling1D",
      config: { name: "pool", data_format: "channels_first" },
    }),
    /'pool' has data_format "channels_first"/,
  ],
  [
    sequential({
      class_name: "Conv3D",
      config: { name: "conv", groups: 2 },
    }),
    /'conv' has groups 2/,
  ],
  [
    sequential({
      class_name: "LSTM",
      config: { name: "lstm", recurrent_activation: "sparsemax" },
    }),
    /'lstm' has the activation sparsemax/,
  ],
  [
    sequential({
      class_name: "Dense",
      config: {
        name: "dense",
        activation: { class_name: "function", config: "my_relu" },
      },
    }),
    /'dense' has the activation my_relu, whose code is not in the file/,
  ],
  [
    sequential({
      class_name: "Dense",
      config: { name: "dense", activation: { class_name: "PReLU" } },
    }),
    /'dense' has an object as activation/,
  ],
  [
    sequential({
      class_name: "Patches",
      module: null,
      registered_name: "My>Patches",
      config: { name: "patches" },
    }),
    /'patches' is a My>Patches, a class that is not Keras's; build/,
  ],
];

for (const [config, reason] of UNSUPPORTED) {
  Deno.test(`loadModel() refuses by name: ${reason.source}`, () => {
    throws(() => topologyOf(config), reason);
  });
}

Deno.test("loadModel() refuses what is no model", async () => {
  throws(() => topologyOf([]), SyntaxError);
  throws(() => topologyOf({ class_name: "Adam" }), SyntaxError);
  await rejects(
    loadModel(path("small.weights.h5")),
    /loadWeights\(\) reads it/,
  );
  await rejects(loadModel(path("expected.json")), SyntaxError);
});

Deno.test("loadModel() gives a model in a TimeDistributed its weights, and refuses others by path", async () => {
  const model = await loadModel(path("each_step.keras"));
  const { x, y } = json("each_step.json");
  const output = model.predict(tf.tensor(x, [2, 4, 3])) as tf.Tensor;
  // Sums of at most 3 products of order 1, in float32, through three layers.
  output.dataSync().forEach((value, i) =>
    ok(Math.abs(value - y[i]) < 4 * 3 * 2 ** -23, `${value} for ${y[i]}`)
  );
  const wider = tf.sequential({
    layers: [
      tf.layers.timeDistributed({
        name: "each",
        inputShape: [4, 3],
        layer: tf.sequential({
          name: "step",
          layers: [
            tf.layers.dense({ name: "inner", units: 5, inputShape: [3] }),
            tf.layers.batchNormalization({ name: "norm" }),
          ],
        }) as tf.layers.Layer,
      }),
      tf.layers.dense({ name: "head", units: 1 }),
    ],
  });
  await rejects(
    () => loadWeights(wider, path("each_step.keras")),
    /layer 'each\/inner' has \(3, 5\) \(5\), the file \(3, 2\) \(2\)/,
  );
});
