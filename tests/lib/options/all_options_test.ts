/**
 * Every options object of the library refuses what it doesn't know: this walks
 * the sources for the interfaces, so that a new one can't be forgotten.
 */

import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import * as thaw from "../../../lib/mod.ts";

await tf.setBackend("cpu");

const model = tf.sequential({
  layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
});
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
const x = tf.ones([2, 1]);

// deno-lint-ignore no-explicit-any -- what a notebook passes is not checked
type Given = any;

/** For each interface of options, who takes it. */
const TAKERS: Record<string, (options: Given) => unknown> = {
  AdamOptions: (options) => thaw.adam(options),
  OptimizerOptions: (options) => thaw.adamW(options),
  RmsPropOptions: (options) => thaw.rmsprop(options),
  SgdOptions: (options) => thaw.sgd(options),
  CosineDecayArgs: (args) => thaw.cosineDecay(args),
  ExponentialDecayArgs: (args) => thaw.exponentialDecay(args),
  PolynomialDecayArgs: (args) => thaw.polynomialDecay(args),
  SlantedTriangularArgs: (args) => thaw.slantedTriangular(args),
  MonitorOptions: (options) => thaw.earlyStopping(options),
  CsvLoggerOptions: (options) => thaw.csvLogger("log.csv", options),
  LearningRateSchedulerOptions: (options) =>
    thaw.learningRateScheduler(() => 1, options),
  ReduceLrOnPlateauOptions: (options) => thaw.reduceLrOnPlateau(options),
  TensorBoardOptions: (options) => thaw.tensorBoard(options),
  UnfreezeOptions: (options) => thaw.unfreeze(model, undefined, options),
  FineTuneOptions: (options) => thaw.fineTune(model, options),
  AucOptions: (options) => thaw.auc(options),
  ConfusionMatrixOptions: (options) => thaw.confusionMatrix([0], [0], options),
  ThresholdOptions: (options) => thaw.precision(options),
  AnyWidgetOptions: (options) => thaw.widget(options),
  CaptureOptions: (options) => new thaw.Output().capture(() => {}, options),
  ImshowOptions: (options) => thaw.imshow([[1]], options),
  LoadWeightsOptions: (options) => thaw.loadWeights(model, "none.h5", options),
  ModelCheckpointOptions: (options) => thaw.modelCheckpoint("model", options),
  MaskOptions: (options) =>
    thaw.drawMaskValues(1, 0.5, { seed: 1, step: 0 } as never, options),
  ProgressOptions: (options) => [...thaw.progress([1], options)],
  TitleOptions: (options) => thaw.weightChange([], options),
  TrainingOptions: (options) => thaw.training(options),
  BackendOptions: (options) => thaw.selectBackend(options),
  DataSetOptions: async (options) => {
    await rejects(thaw.loadMnist(options), TypeError);
    await rejects(thaw.loadFordA(options), TypeError);
    return thaw.loadImdb(options);
  },
  CacheFeaturesOptions: (options) => thaw.cacheFeatures(model, 0, x, options),
  EarlyStoppingOptions: (earlyStopping) =>
    thaw.fit(model, x, x, { earlyStopping, display: false }),
  FetchOptions: (options) =>
    thaw.fetchFile({ name: "x", url: "http://localhost/x" }, options),
  FitOptions: (options) => thaw.fit(model, x, x, options),
  FreezeOptions: (options) => thaw.freeze(model, undefined, options),
  GradualUnfreezingArgs: (args) => thaw.gradualUnfreezing(model, args),
  InceptionV3Options: (options) => thaw.inceptionV3(options),
  LiveDisplayOptions: (options) => new thaw.LiveDisplay(options),
  LiveLossCurveOptions: (options) => thaw.liveLossCurve(options),
  IntervalPlotOptions: (options) =>
    thaw.intervalPlot({ a: { low: 0, high: 1 } }, options as never),
  LossCurveOptions: (options) =>
    thaw.lossCurve({ epoch: [0], history: { loss: [1] } }, options),
  MaskHeatmapOptions: (options) => thaw.maskHeatmap([1, 0], options),
  NpzOptions: (options) => thaw.readNpz("none.npz", options),
  ReviewOptions: (options) => thaw.loadImdb(options),
  UncertaintyOptions: (options) =>
    thaw.uncertainty({ mean: [1], variance: [1] }, options),
  BatchNormalizationArgs: (args) => thaw.batchNormalization(args),
  DropBlockArgs: (args) => thaw.dropBlock(args),
  GlobalAveragePooling1DArgs: (args) => thaw.globalAveragePooling1d(args),
  NormalizationArgs: (args) => thaw.normalization(args),
  LambdaArgs: (args) => thaw.lambda(args),
  ManualDropoutArgs: (args) => thaw.manualDropout(args),
  MonteCarloArgs: (args) => thaw.monteCarlo(model, x, args),
  MultiHeadAttentionArgs: (args) => thaw.multiHeadAttention(args),
  RandomBrightnessArgs: (args) => thaw.randomBrightness(args),
  RandomContrastArgs: (args) => thaw.randomContrast(args),
  RandomFlipArgs: (args) => thaw.randomFlip(args),
  RandomRotationArgs: (args) => thaw.randomRotation(args),
  RandomTranslationArgs: (args) => thaw.randomTranslation(args),
  RandomZoomArgs: (args) => thaw.randomZoom(args),
  RateCallbackArgs: (args) => thaw.rateCallback(model, () => 0, args),
  DroppingArgs: (args) => {
    throws(() => thaw.gaussianDropout(args), TypeError);
    return thaw.stochasticDepth(args);
  },
  DropoutArgs: (args) => {
    throws(() => thaw.alphaDropout(args), TypeError);
    return thaw.dropout(args);
  },
  SpatialDropoutArgs: (args) => {
    throws(() => thaw.spatialDropout1d(args), TypeError);
    throws(() => thaw.spatialDropout2d(args), TypeError);
    return thaw.spatialDropout3d(args);
  },
};

/** Passed between files of the library; no user writes them. */
const INTERNAL = [
  "AttentionOptions",
  "BatchOptions",
  // Of layers that only `loadModel()` makes.
  "CroppingArgs",
  "GlobalPooling3DArgs",
  "OperationArgs",
  "ScoringArgs",
  "SpatialArgs",
  "UpSamplingArgs",
  "ZeroPaddingArgs",
  "CutOptions",
  "LayerBarsOptions",
  "LayerDotsOptions",
  "WeightOptions",
];

/** Bases of other arguments, and what a layer's own tests check. */
const OF_LAYERS = [
  "AttentionCallArgs",
  "CallArgs",
  "LayerArgs",
  "NoiseArgs",
  "TransformArgs",
];

const root = join(import.meta.dirname!, "../../../lib");

function* interfaces(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* interfaces(path);
    else if (path.endsWith(".ts")) {
      const names = Deno.readTextFileSync(path)
        .matchAll(/^export (?:interface|type) (\w+(?:Options|Args))\b/gm);
      for (const [, name] of names) yield name;
    }
  }
}

Deno.test("every options object of the library is in the table of those that are checked", () => {
  const known = [...Object.keys(TAKERS), ...INTERNAL, ...OF_LAYERS];
  deepStrictEqual(
    [...interfaces(root)].filter((name) => !known.includes(name)),
    [],
  );
});

for (const [name, take] of Object.entries(TAKERS)) {
  Deno.test(`${name} refuses an option it doesn't know, and says what there is`, async () => {
    await rejects(
      async () => await take({ noSuchOption: 1 }),
      (error: Error) =>
        error instanceof TypeError &&
        / has no option noSuchOption\. It has \w+/.test(error.message),
    );
  });
}

/** Values that arithmetic and conditions would take for others. */
const OF_ANOTHER_KIND: [string, () => unknown][] = [
  ["adam", () => thaw.adam({ learningRate: null as Given })],
  ["adam", () => thaw.adam({ epsilon: NaN })],
  ["sgd", () => thaw.sgd({ learningRate: "0.1" as Given })],
  ["sgd", () => thaw.sgd({ nesterov: "false" as Given })],
  ["rmsprop", () => thaw.rmsprop({ rho: null as Given })],
  ["rmsprop", () => thaw.rmsprop({ rho: -1 })],
  ["rmsprop", () => thaw.rmsprop({ momentum: 2 })],
  ["cosineDecay", () =>
    thaw.cosineDecay({
      initialLearningRate: 1,
      decaySteps: "9" as Given,
    })],
  [
    "setLearningRate",
    () => thaw.setLearningRate(tf.train.adam(), null as Given),
  ],
  ["earlyStopping", () => thaw.earlyStopping({ monitor: null as Given })],
  [
    "reduceLrOnPlateau",
    () => thaw.reduceLrOnPlateau({ factor: null as Given }),
  ],
  [
    "modelCheckpoint",
    () => thaw.modelCheckpoint("m", { saveBestOnly: 1 as Given }),
  ],
  ["csvLogger", () => thaw.csvLogger("a.csv", { append: 1 as Given })],
  ["precision", () => thaw.precision({ threshold: null as Given })],
  ["batchNormalization", () => thaw.batchNormalization({ momentum: NaN })],
  ["training", () => thaw.training({ optimizer: "adam" as Given })],
  [
    "splitValidation",
    () => thaw.splitValidation([1, 2], [1, 2], 0.5, "7" as Given),
  ],
  ["judge", () => thaw.judge(1, { above: "0" as Given })],
  ["judge", () => thaw.judge({ low: "1", high: 2 } as Given, { above: 0 })],
  ["freezeTo", () => thaw.freezeTo(model, [] as Given)],
  ["multiHot", () => thaw.multiHot([[0]], -1)],
  ["drawMaskValues", () => thaw.drawMaskValues("4" as Given, 0.5, 1)],
  ["randomBrightness", () => thaw.randomBrightness({ factor: true as Given })],
  ["randomContrast", () => thaw.randomContrast({ factor: {} as Given })],
  [
    "randomBrightness",
    () => thaw.randomBrightness({ factor: 0.1, valueRange: 1 as Given }),
  ],
  [
    "randomRotation",
    () => thaw.randomRotation({ factor: 0.1, fillValue: "0" as Given }),
  ],
  ["normalization", () => thaw.normalization({ axis: "last" as Given })],
  ["normalization", () => thaw.normalization({ mean: [NaN], variance: [1] })],
  [
    "lambda",
    () =>
      thaw.lambda({ function: (x) => x as tf.Tensor, outputShape: 4 as Given }),
  ],
  ["liveLossCurve", () => thaw.liveLossCurve({ title: 1 as Given })],
  [
    "GroupedOptimizer",
    () => new thaw.GroupedOptimizer(model, {} as Given, tf.train.sgd(1)),
  ],
  ["takeSamples", () => thaw.takeSamples(x as Given, [0])],
];

for (const [at, [name, make]] of OF_ANOTHER_KIND.entries()) {
  Deno.test(`${name}() refuses a value of another kind (${at})`, () => {
    throws(make, /must|boolean|number|\[0, 2|Groups are|tf\.gather/);
  });
}

Deno.test("cacheFeatures() and inceptionV3() refuse values of another kind", async () => {
  const given = (value: unknown) => value as Given;
  const wrong: [() => Promise<unknown>, RegExp][] = [
    [() => thaw.cacheFeatures(given(null), 0, x), /model .* must be a model/],
    [() => thaw.cacheFeatures(model, given(null), x), /until .* must be/],
    [() => thaw.inceptionV3({ inputShape: given(75) }), /inputShape .* must/],
    [() => thaw.inceptionV3({ includeTop: given("no") }), /includeTop .* must/],
    [() => thaw.inceptionV3({ weights: given(0) }), /weights .* must be text/],
  ];
  for (const [make, reason] of wrong) {
    await rejects(async () => await make(), reason);
  }
});
