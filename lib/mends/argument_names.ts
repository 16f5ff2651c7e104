/**
 * What the functions of tfjs 4.22 that make layers and their parts take, with
 * what this library adds to them.
 *
 * @module
 */

/** Taken by all layers; `frozen` is of a layer's own configuration. */
const LAYER = [
  "inputShape",
  "batchInputShape",
  "batchSize",
  "dtype",
  "inputDType",
  "name",
  "trainable",
  "weights",
  "frozen",
];

/** Arguments for each kind of weight a layer has. */
const of = (kind: string) =>
  ["Initializer", "Regularizer", "Constraint"].map((part) => kind + part);

const KERNEL = ["activation", "useBias", ...of("kernel"), ...of("bias")];

const DENSE = [...KERNEL, "activityRegularizer"];

const SLIDING = ["kernelSize", "strides", "padding", "dataFormat"];

const CONVOLUTION = ["filters", ...SLIDING, "dilationRate", ...DENSE];

const DEPTHWISE = ["depthMultiplier", ...of("depthwise")];

const CELL = [
  "units",
  ...DENSE,
  ...of("recurrent"),
  "dropout",
  "recurrentDropout",
  "dropoutFunc",
  "seed",
];

const RECURRENT = [
  "cell",
  "returnSequences",
  "returnState",
  "goBackwards",
  "stateful",
  "unroll",
  "inputDim",
  "inputLength",
  "numConstants",
];

const GRU = [...CELL, "recurrentActivation", "implementation", "resetAfter"];

const LSTM = [
  ...CELL,
  "recurrentActivation",
  "implementation",
  "unitForgetBias",
];

const CONV_LSTM = [...LSTM, "filters", ...SLIDING, "dilationRate"];

const NORMALIZATION = [
  "axis",
  "epsilon",
  "center",
  "scale",
  ...of("beta"),
  ...of("gamma"),
];

const POOL = ["poolSize", "strides", "padding"];

const POOL_2D = [...POOL, "dataFormat"];

const DROPOUT = ["rate", "noiseShape", "seed"];

/**
 * Arguments of the functions in `tf.layers`, without those that all layers
 * take.
 */
const OWN: Record<string, readonly string[]> = {
  activation: ["activation"],
  add: [],
  alphaDropout: DROPOUT,
  average: [],
  averagePooling1d: POOL,
  averagePooling2d: POOL_2D,
  averagePooling3d: POOL_2D,
  avgPool1d: POOL,
  avgPool2d: POOL_2D,
  avgPool3d: POOL_2D,
  avgPooling1d: POOL,
  avgPooling2d: POOL_2D,
  avgPooling3d: POOL_2D,
  batchNormalization: [
    ...NORMALIZATION,
    "momentum",
    "movingMeanInitializer",
    "movingVarianceInitializer",
  ],
  bidirectional: ["layer", "mergeMode"],
  categoryEncoding: ["numTokens", "outputMode"],
  centerCrop: ["height", "width"],
  concatenate: ["axis"],
  conv1d: CONVOLUTION,
  conv2d: CONVOLUTION,
  conv2dTranspose: CONVOLUTION,
  conv3d: CONVOLUTION,
  conv3dTranspose: CONVOLUTION,
  convLstm2d: [...CONV_LSTM, ...RECURRENT],
  convLstm2dCell: CONV_LSTM,
  cropping2D: ["cropping", "dataFormat"],
  dense: ["units", ...DENSE, "inputDim"],
  depthwiseConv2d: [...CONVOLUTION, ...DEPTHWISE],
  dot: ["axes", "normalize"],
  dropout: DROPOUT,
  elu: ["alpha"],
  embedding: [
    "inputDim",
    "outputDim",
    ...of("embeddings"),
    "activityRegularizer",
    "maskZero",
    "inputLength",
  ],
  flatten: ["dataFormat"],
  gaussianDropout: ["rate", "seed"],
  gaussianNoise: ["stddev", "seed"],
  globalAveragePooling1d: [],
  globalAveragePooling2d: ["dataFormat"],
  globalMaxPool1d: [],
  globalMaxPool2d: ["dataFormat"],
  globalMaxPooling1d: [],
  globalMaxPooling2d: ["dataFormat"],
  gru: [...GRU, ...RECURRENT],
  gruCell: GRU,
  inputLayer: ["sparse"],
  layerNormalization: NORMALIZATION,
  leakyReLU: ["alpha"],
  lstm: [...LSTM, ...RECURRENT],
  lstmCell: LSTM,
  masking: ["maskValue"],
  maxPool1d: POOL,
  maxPool2d: POOL_2D,
  maxPooling1d: POOL,
  maxPooling2d: POOL_2D,
  maxPooling3d: POOL_2D,
  maximum: [],
  minimum: [],
  multiply: [],
  permute: ["dims"],
  prelu: [...of("alpha"), "sharedAxes"],
  randomWidth: ["factor", "interpolation", "seed", "autoVectorize"],
  reLU: ["maxValue"],
  repeatVector: ["n"],
  rescaling: ["scale", "offset"],
  reshape: ["targetShape"],
  resizing: ["height", "width", "interpolation", "cropToAspectRatio"],
  rnn: RECURRENT,
  separableConv2d: [...CONVOLUTION, ...DEPTHWISE, ...of("pointwise")],
  simpleRNN: [...CELL, ...RECURRENT],
  simpleRNNCell: CELL,
  softmax: ["axis"],
  spatialDropout1d: DROPOUT,
  stackedRNNCells: ["cells"],
  thresholdedReLU: ["theta"],
  timeDistributed: ["layer"],
  upSampling2d: ["size", "dataFormat", "interpolation"],
  zeroPadding2d: ["padding", "dataFormat"],
};

const SEED = ["seed"];

/**
 * Arguments of the functions that make parts of layers, by the parts of `tf`
 * that hold them.
 */
export const ARGUMENT_NAMES: Record<
  "layers" | "initializers" | "regularizers" | "constraints" | "callbacks",
  Record<string, readonly string[]>
> = {
  layers: Object.fromEntries(
    Object.entries(OWN).map(([name, own]) => [name, [...own, ...LAYER]]),
  ),
  initializers: {
    constant: ["value"],
    glorotNormal: SEED,
    glorotUniform: SEED,
    heNormal: SEED,
    heUniform: SEED,
    identity: ["gain"],
    leCunNormal: SEED,
    leCunUniform: SEED,
    orthogonal: ["gain", "seed"],
    randomNormal: ["mean", "stddev", "seed"],
    randomUniform: ["minval", "maxval", "seed"],
    truncatedNormal: ["mean", "stddev", "seed"],
    varianceScaling: ["scale", "mode", "distribution", "seed"],
  },
  regularizers: { l1: ["l1"], l1l2: ["l1", "l2"], l2: ["l2"] },
  constraints: {
    maxNorm: ["maxValue", "axis"],
    minMaxNorm: ["minValue", "maxValue", "axis", "rate"],
    unitNorm: ["axis"],
  },
  callbacks: {
    earlyStopping: [
      "monitor",
      "minDelta",
      "patience",
      "verbose",
      "mode",
      "baseline",
      "restoreBestWeights",
    ],
  },
};
