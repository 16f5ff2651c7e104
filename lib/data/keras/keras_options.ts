/**
 * Options of Keras's layers that have another name here, or none.
 *
 * @module
 */

export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/**
 * Options that neither tfjs nor this library knows, and the values of them
 * that mean nothing.
 */
const MEANINGLESS: Record<string, Json[]> = {
  activity_regularizer: [null],
  antialias: [false],
  attention_axes: [null],
  groups: [1],
  keepdims: [false],
  optional: [false],
  output_padding: [null],
  output_shape: [null],
  pad_to_aspect_ratio: [false],
  quantization_config: [null],
  ragged: [false],
  renorm: [false],
  rms_scaling: [false],
  sliding_window: [null],
  sparse: [false],
  synchronized: [false],
  use_gate: [false],
  zero_output_for_mask: [false],
};

const CHANNELS_LAST = { data_format: ["channels_last"] };

const WITHOUT_PENALTIES = {
  bias_constraint: [null],
  bias_regularizer: [null],
  kernel_constraint: [null],
  kernel_regularizer: [null],
};

/** The same for options that only some classes don't know. */
const MEANINGLESS_IN: Record<string, Record<string, Json[]>> = {
  AveragePooling1D: CHANNELS_LAST,
  CenterCrop: CHANNELS_LAST,
  GlobalMaxPooling1D: CHANNELS_LAST,
  Conv1DTranspose: { dilation_rate: [1, [1]] },
  Conv2DTranspose: { dilation_rate: [1, [1, 1]] },
  Conv3DTranspose: { dilation_rate: [1, [1, 1, 1]] },
  GroupNormalization: { beta_constraint: [null], gamma_constraint: [null] },
  LayerNormalization: { beta_constraint: [null], gamma_constraint: [null] },
  ...Object.fromEntries(
    ["GridMultiHeadAttention", "MultiHeadAttention"].map((
      name,
    ) => [name, WITHOUT_PENALTIES]),
  ),
  MaxPooling1D: CHANNELS_LAST,
  RandomBrightness: CHANNELS_LAST,
  RandomContrast: CHANNELS_LAST,
  RandomFlip: CHANNELS_LAST,
  RandomRotation: CHANNELS_LAST,
  RandomTranslation: CHANNELS_LAST,
  RandomZoom: CHANNELS_LAST,
  ReLU: { negative_slope: [0], threshold: [0] },
  Resizing: CHANNELS_LAST,
};

/** Options of which TensorFlow.js knows some values only. */
const POSSIBLE: Record<string, Record<string, Json[]>> = {
  Resizing: { interpolation: ["bilinear", "nearest"] },
  UpSampling2D: { interpolation: ["bilinear", "nearest"] },
};

/** The values that an option may have, if there are others in Keras. */
export function possibleValues(
  className: Json,
  key: string,
): Json[] | undefined {
  const plain = String(className);
  return Object.hasOwn(POSSIBLE, plain) ? POSSIBLE[plain][key] : undefined;
}

/** Options that a class knows, though others don't. */
const KNOWN: Record<string, string[]> = {
  EinsumDense: ["output_shape"],
  GlobalAveragePooling3D: ["keepdims"],
  GlobalMaxPooling3D: ["keepdims"],
  GroupNormalization: ["groups"],
  GroupedConv1D: ["groups"],
  GroupedConv2D: ["groups"],
};

/** Whether a class of layers has an option that others have not. */
export function isKnown(className: Json, key: string): boolean {
  const plain = String(className);
  return Object.hasOwn(KNOWN, plain) && KNOWN[plain].includes(key);
}

/** The values at which an option that is not supported may be left out. */
export function meaninglessValues(
  className: Json,
  key: string,
): Json[] | undefined {
  const plain = String(className);
  const own = Object.hasOwn(MEANINGLESS_IN, plain) ? MEANINGLESS_IN[plain] : {};
  return [own, MEANINGLESS].find((options) => Object.hasOwn(options, key))
    ?.[key];
}

/** The phase that Keras writes for a call that was given none, by class. */
const PHASES: Record<string, boolean> = {
  ...Object.fromEntries(
    [
      "AdditiveAttention",
      "AlphaDropout",
      "Attention",
      "ConvLSTM2D",
      "Dropout",
      "GRU",
      "GaussianDropout",
      "GaussianNoise",
      "LSTM",
      "RNN",
      "SimpleRNN",
      "SpatialDropout1D",
      "SpatialDropout2D",
      "SpatialDropout3D",
    ].map((name) => [name, false]),
  ),
  ...Object.fromEntries(
    [
      "CenterCrop",
      "RandomBrightness",
      "RandomContrast",
      "RandomFlip",
      "RandomRotation",
      "RandomTranslation",
      "RandomZoom",
      "Resizing",
    ].map((name) => [name, true]),
  ),
};

/**
 * Whether a call's phase says nothing. Keras writes the default of a layer's
 * `call()` as if it had been given, and its own `fit` and `predict` pass over
 * it: a Dropout with `training: false` drops in `fit`.
 */
export function isDefaultPhase(className: Json, training: boolean): boolean {
  const plain = String(className);
  return Object.hasOwn(PHASES, plain) && PHASES[plain] === training;
}

/**
 * A layer of a bidirectional one, which Keras makes give 0 at masked steps
 * where it returns sequences; here all bidirectional ones do.
 */
function ofPair(layer: Json): Json {
  const { config, ...rest } = layer as JsonObject;
  const { zero_output_for_mask: _, ...options } = config as JsonObject;
  return { ...rest, config: options };
}

/** Whether attention is along all axes from the first on, as by default. */
function areFirst(axes: Json): axes is number[] {
  return Array.isArray(axes) && axes.every((axis, i) => axis === i + 1);
}

const AVERAGES = ["GlobalAveragePooling1D", "GlobalAveragePooling2D"];

/**
 * Whether a transposed convolution is as long as without its `output_padding`,
 * which TensorFlow.js does not know.
 */
function isUsualLength(config: JsonObject): boolean {
  const [sizes, strides, more] = [
    config.kernel_size,
    config.strides,
    config.output_padding,
  ].map((value) => [value].flat() as number[]);
  return sizes.every((size, i) => {
    const stride = strides[i] ?? strides[0];
    const added = more[i] ?? more[0];
    return config.padding === "same"
      ? added + size % 2 === stride
      : added + size - stride === Math.max(size - stride, 0);
  });
}

/** A layer's class and options under the names they have in tfjs. */
export function renamed(
  class_name: Json,
  config: JsonObject,
): { class_name: Json; config: JsonObject } {
  const { negative_slope = 0, threshold = 0, max_value = null, ...rest } =
    config;
  if (class_name === "Bidirectional") {
    return { class_name, config: { ...config, layer: ofPair(config.layer) } };
  }
  if (AVERAGES.includes(String(class_name))) {
    const { keepdims = false, ...options } = config;
    return { class_name, config: { ...options, keep_dims: keepdims } };
  }
  const isTransposed = /^Conv\dDTranspose$/.test(String(class_name));
  if (isTransposed && config.output_padding && isUsualLength(config)) {
    return { class_name, config: { ...config, output_padding: null } };
  }
  const isConv = class_name === "Conv1D" || class_name === "Conv2D";
  if (isConv && (config.groups ?? 1) !== 1) {
    return { class_name: `Grouped${class_name}`, config };
  }
  // In tfjs this is the name of an initializer.
  if (class_name === "Identity") {
    return {
      class_name: "Activation",
      config: { ...config, activation: "linear" },
    };
  }
  const { attention_axes = null } = config;
  if (class_name === "MultiHeadAttention" && areFirst(attention_axes)) {
    const kind = attention_axes.length > 1 ? `Grid${class_name}` : class_name;
    return { class_name: kind, config: { ...config, attention_axes: null } };
  }
  if (class_name === "LeakyReLU") {
    return { class_name, config: { ...rest, alpha: negative_slope } };
  }
  if (class_name !== "ReLU" || max_value !== null) {
    return { class_name, config };
  }
  if (negative_slope !== 0 && threshold === 0) {
    return {
      class_name: "LeakyReLU",
      config: { ...rest, alpha: negative_slope },
    };
  }
  if (negative_slope === 0 && threshold !== 0) {
    return {
      class_name: "ThresholdedReLU",
      config: { ...rest, theta: threshold },
    };
  }
  return { class_name, config };
}
