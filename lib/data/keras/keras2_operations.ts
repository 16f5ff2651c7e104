/**
 * Functions of TensorFlow in functional models of Keras 2, as the operations
 * that Keras 3 writes for the same.
 *
 * @module
 */

import type { Json, JsonObject } from "./keras_options.ts";

/** An operation of Keras 3: its class, its options, what it is called with. */
export interface Operation {
  class_name: string;
  config: JsonObject;
  args: Json[];
}

/** Of a function that is called with `x` and arguments by name. */
type Convert = (x: Json, args: JsonObject) => Operation | undefined;

const of = (
  class_name: string,
  args: Json[],
  config: JsonObject = {},
): Operation => ({ class_name, config, args });

const unary = (name: string): Convert => (x) => of(name, [x]);
const binary = (name: string): Convert => (x, { y }) => of(name, [x, y]);

function reduction(name: string): Convert {
  return (x, { axis = null, keepdims = false }) =>
    of(name, [x], { axis, keepdims });
}

function along(name: string): Convert {
  return (x, { axis = -1 }) => of(name, [x], { axis });
}

const activation = (name: string, config: JsonObject): Convert => (x) =>
  of(name, [x], config);

const concat: Convert = (x, { axis }) => of("Concatenate", [x], { axis });
const stack: Convert = (x, { axis = 0 }) => of("Stack", [x], { axis });

const squeeze: Convert = (x, { axis = null }) => of("Squeeze", [x], { axis });

const transpose: Convert = (x, { perm = null, conjugate = false }) =>
  conjugate ? undefined : of("Transpose", [x], { axes: perm });

const matmul: Convert = (x, { b, ...flags }) =>
  Object.values(flags).some((flag) => flag === true)
    ? undefined
    : of("Matmul", [x, b]);

/** The sizes of the parts, as the places where Keras 3 cuts. */
const split: Convert = (x, { num_or_size_splits: parts, axis = 0 }) => {
  const places = Array.isArray(parts)
    ? parts.slice(0, -1).map((_, i) =>
      (parts.slice(0, i + 1) as number[]).reduce((all, size) => all + size)
    )
    : parts;
  return of("Split", [x], { axis, indices_or_sections: places });
};

const getItem: Convert = (x, { slice_spec }) => {
  const index = (slice_spec as Json[]).map((part): Json =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? { class_name: "__slice__", config: part }
      : part === "..."
      ? { class_name: "__ellipsis__", config: {} }
      : part
  );
  return of("GetItem", [x, index]);
};

const where: Convert = (condition, { x, y }) =>
  x === undefined || x === null ? undefined : of("Where", [condition, x, y]);

const pad: Convert = (
  x,
  { paddings, mode = "CONSTANT", constant_values = 0 },
) =>
  of("Pad", [x, constant_values], {
    pad_width: paddings,
    mode: String(mode).toLowerCase(),
  });

const clip: Convert = (x, { clip_value_min, clip_value_max }) =>
  of("Clip", [x], { x_min: clip_value_min, x_max: clip_value_max });

/** By the name of the function below `tf`. */
const FUNCTIONS: Record<string, Convert> = {
  "__operators__.add": binary("Add"),
  "__operators__.getitem": getItem,
  "cast": (x, { dtype }) => of("Cast", [x], { dtype }),
  "clip_by_value": clip,
  "compat.v1.squeeze": squeeze,
  "compat.v1.transpose": transpose,
  "concat": concat,
  "expand_dims": (x, { axis }) => of("ExpandDims", [x], { axis }),
  "identity": (x) => of("Multiply", [x, 1]),
  "linalg.matmul": matmul,
  "linalg.matrix_transpose": (x) =>
    of("Swapaxes", [x], { axis1: -1, axis2: -2 }),
  "math.abs": unary("Absolute"),
  "math.add": binary("Add"),
  "math.argmax": (x, { axis = 0 }) =>
    of("Argmax", [x], { axis, keepdims: false }),
  "math.divide": binary("Divide"),
  "math.equal": binary("Equal"),
  "math.exp": unary("Exp"),
  "math.greater": binary("Greater"),
  "math.greater_equal": binary("GreaterEqual"),
  "math.l2_normalize": (x, { axis = null, epsilon = 1e-12 }) =>
    of("Normalize", [x], {
      axis,
      order: 2,
      // The least square here, the least length in Keras 3.
      epsilon: Math.sqrt(epsilon as number),
    }),
  "math.less": binary("Less"),
  "math.less_equal": binary("LessEqual"),
  "math.log": unary("Log"),
  "math.log1p": unary("Log1p"),
  "math.maximum": binary("Maximum"),
  "math.minimum": binary("Minimum"),
  "math.multiply": binary("Multiply"),
  "math.negative": unary("Negative"),
  "math.not_equal": binary("NotEqual"),
  "math.pow": binary("Power"),
  "math.reciprocal": unary("Reciprocal"),
  "math.reduce_logsumexp": reduction("Logsumexp"),
  "math.reduce_max": reduction("Max"),
  "math.reduce_mean": reduction("Mean"),
  "math.reduce_min": reduction("Min"),
  "math.reduce_prod": reduction("Prod"),
  "math.reduce_std": reduction("Std"),
  "math.reduce_sum": reduction("Sum"),
  "math.reduce_variance": reduction("Var"),
  "math.rsqrt": unary("Rsqrt"),
  "math.sigmoid": unary("Sigmoid"),
  "math.sign": unary("Sign"),
  "math.softplus": unary("Softplus"),
  "math.sqrt": unary("Sqrt"),
  "math.square": unary("Square"),
  "math.subtract": binary("Subtract"),
  "math.tanh": unary("Tanh"),
  "math.truediv": binary("TrueDivide"),
  "nn.elu": activation("Elu", { alpha: 1 }),
  "nn.gelu": (x, { approximate = false }) => of("Gelu", [x], { approximate }),
  "nn.leaky_relu": (x, { alpha = 0.2 }) =>
    of("LeakyRelu", [x], { negative_slope: alpha }),
  "nn.log_softmax": along("LogSoftmax"),
  "nn.relu": unary("Relu"),
  "nn.relu6": unary("Relu6"),
  "nn.selu": unary("Selu"),
  "nn.silu": (x, { beta = 1 }) => beta === 1 ? of("Silu", [x]) : undefined,
  "nn.softmax": along("Softmax"),
  "nn.softsign": unary("Softsign"),
  "one_hot": (x, { depth, axis = -1, on_value = null, off_value = null }) =>
    on_value === null && off_value === null
      ? of("OneHot", [x], { num_classes: depth, axis: axis ?? -1, dtype: null })
      : undefined,
  "pad": pad,
  "reshape": (x, { shape }) => of("Reshape", [x], { newshape: shape }),
  "reverse": (x, { axis }) => of("Flip", [x], { axis }),
  "split": split,
  "squeeze": squeeze,
  "stack": stack,
  "stop_gradient": unary("StopGradient"),
  "tile": (x, { multiples }) => of("Tile", [x], { repeats: multiples }),
  "transpose": transpose,
  "where": where,
};

/**
 * @param name Below `tf`: `math.reduce_mean`.
 * @param x What the function is called with first; a list for `tf.concat`.
 * @param args The other arguments, by name; null where none was given.
 * @returns Undefined if the function, or an argument of it, is not known.
 */
export function operationOf(
  name: string,
  x: Json,
  args: JsonObject,
): Operation | undefined {
  if (!Object.hasOwn(FUNCTIONS, name)) return undefined;
  const given = Object.fromEntries(
    Object.entries(args).filter(([key, value]) =>
      key !== "name" && value !== null
    ),
  );
  return FUNCTIONS[name](x, given);
}
