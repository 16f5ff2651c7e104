/**
 * Operations of Keras that compute each element by itself.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type Argument,
  type Compute,
  floats,
  type Options,
  tensorOf,
  typeOf,
} from "./operation_arguments.ts";

type OfFloats = (x: tf.Tensor, options: Options) => tf.Tensor;

function hardSigmoid(x: tf.Tensor): tf.Tensor {
  return x.div(6).add(0.5).clipByValue(0, 1);
}

/** Keras's `ops.gelu` approximates unless told otherwise. */
function gelu(x: tf.Tensor, isApproximate: unknown): tf.Tensor {
  if (!isApproximate) return x.mul(x.div(Math.SQRT2).erf().add(1)).mul(0.5);
  const inner = x.add(x.mul(x).mul(x).mul(0.044715));
  return inner.mul(Math.sqrt(2 / Math.PI)).tanh().add(1).mul(x).mul(0.5);
}

function reluOf(x: tf.Tensor, options: Options): tf.Tensor {
  const { negativeSlope, maxValue, threshold } = options as Record<
    string,
    number
  >;
  const above = threshold
    ? x.mul(x.greaterEqual(threshold).cast("float32"))
    : x.relu();
  const capped = maxValue === null ? above : above.minimum(maxValue);
  return negativeSlope
    ? capped.add(x.sub(threshold).minimum(0).mul(negativeSlope))
    : capped;
}

const OF_FLOATS: Record<string, OfFloats> = {
  Absolute: (x) => x.abs(),
  Arctan: (x) => x.atan(),
  Ceil: (x) => x.ceil(),
  Celu: (x, { alpha }) =>
    x.relu().add(
      x.minimum(0).div(alpha as number).exp().sub(1).mul(
        alpha as number,
      ),
    ),
  Cos: (x) => x.cos(),
  Elu: (x, { alpha }) =>
    x.relu().add(x.minimum(0).exp().sub(1).mul(alpha as number)),
  Erf: (x) => x.erf(),
  Exp: (x) => x.exp(),
  Expm1: (x) => x.expm1(),
  Floor: (x) => x.floor(),
  Gelu: (x, { approximate }) => gelu(x, approximate),
  HardSigmoid: hardSigmoid,
  HardSilu: (x) => x.mul(hardSigmoid(x)),
  HardTanh: (x) => x.clipByValue(-1, 1),
  LeakyRelu: (x, { negativeSlope }) => x.leakyRelu(negativeSlope as number),
  Log: (x) => x.log(),
  Log1p: (x) => x.log1p(),
  // The gradient of tfjs's own throws.
  LogSigmoid: (x) => x.neg().softplus().neg(),
  ReLU: reluOf,
  Reciprocal: (x) => x.reciprocal(),
  Relu: (x) => x.relu(),
  Relu6: (x) => x.clipByValue(0, 6),
  Rsqrt: (x) => x.rsqrt(),
  Selu: (x) => x.selu(),
  Sigmoid: (x) => x.sigmoid(),
  Sign: (x) => x.sign(),
  Silu: (x) => x.mul(x.sigmoid()),
  Sin: (x) => x.sin(),
  Softplus: (x) => x.softplus(),
  Softsign: (x) => x.div(x.abs().add(1)),
  Sqrt: (x) => x.sqrt(),
  Tanh: (x) => x.tanh(),
};

/** Both arguments of one type: a whole number beside whole numbers is one. */
function pair(args: Argument[]): [tf.Tensor, tf.Tensor] {
  const [a, b] = args.slice(0, 2).map((arg, i) => {
    const other = args[1 - i];
    const isWhole = Number.isInteger(arg) && other instanceof tf.Tensor &&
      other.dtype === "int32";
    return isWhole ? tf.scalar(arg as number, "int32") : tensorOf(arg);
  });
  const dtype = [a, b].every((x) => x.dtype === "bool")
    ? "bool"
    : [a, b].some((x) => x.dtype === "float32")
    ? "float32"
    : "int32";
  return [a.cast(dtype), b.cast(dtype)];
}

function quotient(args: Argument[]): tf.Tensor {
  const [a, b] = pair(args);
  return a.cast("float32").div(b.cast("float32"));
}

function power(args: Argument[]): tf.Tensor {
  const [x, exponent] = pair(args);
  return args[1] === 2 ? x.square() : x.pow(exponent);
}

type OfTwo = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const OF_TWO: Record<string, OfTwo> = {
  Add: (a, b) => a.add(b),
  Equal: (a, b) => a.equal(b),
  FloorDivide: (a, b) => a.cast("float32").div(b.cast("float32")).floor(),
  Greater: (a, b) => a.greater(b),
  GreaterEqual: (a, b) => a.greaterEqual(b),
  Less: (a, b) => a.less(b),
  LessEqual: (a, b) => a.lessEqual(b),
  LogicalAnd: (a, b) => a.cast("bool").logicalAnd(b.cast("bool")),
  LogicalOr: (a, b) => a.cast("bool").logicalOr(b.cast("bool")),
  Maximum: (a, b) => a.maximum(b),
  Minimum: (a, b) => a.minimum(b),
  Mod: (a, b) => a.mod(b),
  Multiply: (a, b) => a.mul(b),
  NotEqual: (a, b) => a.notEqual(b),
  Subtract: (a, b) => a.sub(b),
};

const OTHERS: Record<string, Compute> = {
  Cast: ([x], { dtype }) => tensorOf(x).cast(typeOf(dtype)),
  Clip: ([x], { xMin, xMax }) =>
    tensorOf(x).clipByValue(xMin as number, xMax as number),
  Divide: quotient,
  LogicalNot: ([x]) => tensorOf(x).cast("bool").logicalNot(),
  Negative: ([x]) => tensorOf(x).neg(),
  OnesLike: ([x]) => tf.onesLike(tensorOf(x)),
  Power: power,
  Square: ([x]) => tensorOf(x).square(),
  StopGradient: ([x]) =>
    tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
    }))(tensorOf(x)),
  TrueDivide: quotient,
  Where: ([condition, ...rest]) =>
    tf.where(tensorOf(condition).cast("bool"), ...pair(rest)),
  ZerosLike: ([x]) => tf.zerosLike(tensorOf(x)),
};

/** By Keras's class. */
export const ELEMENTWISE: Record<string, Compute> = {
  ...Object.fromEntries(
    Object.entries(OF_FLOATS).map(([name, compute]): [string, Compute] => [
      name,
      (args, options) => compute(floats(args), options),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(OF_TWO).map(([name, compute]): [string, Compute] => [
      name,
      (args) => compute(...pair(args)),
    ]),
  ),
  ...OTHERS,
};
