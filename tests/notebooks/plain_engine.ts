/**
 * A second engine for the core claims: dense layers, dropout, gradients and
 * BatchNormalization in plain TypeScript, written from the papers' formulas. It
 * shares no code with the library and none with TensorFlow.js.
 *
 * @see Srivastava et al., "Dropout", JMLR 15 (2014), section 4.
 * @see Ioffe and Szegedy, "Batch Normalization", ICML 2015, algorithm 1.
 * @module
 */

export type Matrix = number[][];

/** Numbers in [0, 1) from a seed (Marsaglia's xorshift, 32 bits). */
export function generator(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export function fill(
  rows: number,
  columns: number,
  value: () => number,
): Matrix {
  return Array.from(
    { length: rows },
    () => Array.from({ length: columns }, value),
  );
}

/** Normal numbers, by Box and Muller. */
export function normal(random: () => number, mean = 0): () => number {
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return mean + radius * Math.cos(2 * Math.PI * random());
  };
}

/** Inverted dropout: 0 with probability `rate`, else `1 / (1 - rate)`. */
export function maskValue(rate: number, random: () => number): () => number {
  return () => random() < rate ? 0 : 1 / (1 - rate);
}

export function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b[0].map((_, column) =>
      row.reduce((sum, value, k) => sum + value * b[k][column], 0)
    )
  );
}

export function transposed(a: Matrix): Matrix {
  return a[0].map((_, column) => a.map((row) => row[column]));
}

export function zip(
  a: Matrix,
  b: Matrix,
  combine: (a: number, b: number) => number,
): Matrix {
  return a.map((row, i) => row.map((value, j) => combine(value, b[i][j])));
}

const product = (a: number, b: number) => a * b;
const relu = (a: Matrix) => a.map((row) => row.map((x) => Math.max(0, x)));

/** Two layers with a mask between: `relu(x first) * mask * second`. */
export interface TwoLayers {
  x: Matrix;
  first: Matrix;
  second: Matrix;
  mask: Matrix;
}

export function forward({ x, first, second, mask }: TwoLayers): Matrix {
  return times(zip(relu(times(x, first)), mask, product), second);
}

/** Gradients of the sum of all outputs, for each weight matrix. */
export function gradients({ x, first, second, mask }: TwoLayers) {
  const before = times(x, first);
  const hidden = zip(relu(before), mask, product);
  const ones = fill(x.length, second[0].length, () => 1);
  const ofHidden = zip(times(ones, transposed(second)), mask, product);
  const ofBefore = zip(ofHidden, before, (g, value) => value > 0 ? g : 0);
  return {
    first: times(transposed(x), ofBefore),
    second: times(transposed(hidden), ones),
  };
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

/**
 * Variance at prediction after dropout and BatchNormalization that learnt its
 * variance in training, where 1 would be right.
 */
export function varianceAtPrediction(
  rate: number,
  inputMean: number,
  count: number,
  seed: number,
): number {
  const random = generator(seed);
  const draw = normal(random, inputMean);
  const x = Array.from({ length: count }, draw);
  const dropped = maskValue(rate, random);
  const inTraining = x.map((value) => value * dropped());
  return variance(x) / variance(inTraining);
}
