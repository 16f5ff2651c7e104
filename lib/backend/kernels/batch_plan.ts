import * as tf from "@tensorflow/tfjs";

/** The shapes of a product of stacked matrices. */
export interface BatchPlan {
  rows: number;
  inner: number;
  columns: number;
  /** For each matrix of the result, which of `a` and of `b` it is made of. */
  pairs: [a: number, b: number][];
  shape: number[];
}

/**
 * Plans `a * b`: the last two axes are matrices, the axes before them
 * broadcast as in `tf.matMul()`.
 *
 * @throws {Error} If the inner axes differ, or the outer ones don't broadcast.
 */
export function planBatches(
  a: number[],
  b: number[],
  transposeA: boolean,
  transposeB: boolean,
): BatchPlan {
  const [aRows, aColumns] = a.slice(-2);
  const [bRows, bColumns] = b.slice(-2);
  const inner = transposeA ? aRows : aColumns;
  if (inner !== (transposeB ? bColumns : bRows)) {
    throw new Error(
      `Inner axes of matMul must match, got [${a}] and [${b}] with ` +
        `transposeA ${transposeA} and transposeB ${transposeB}`,
    );
  }
  const [outerA, outerB] = [a.slice(0, -2), b.slice(0, -2)];
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const rows = transposeA ? aColumns : aRows;
  const columns = transposeB ? bRows : bColumns;
  const indexA = broadcastIndex(outerA, outer);
  const indexB = broadcastIndex(outerB, outer);
  return {
    rows,
    inner,
    columns,
    pairs: indexA.map((a, batch) => [a, indexB[batch]]),
    shape: [...outer, rows, columns],
  };
}

/** For each element of `to`, the element of `from` that broadcasts to it. */
function broadcastIndex(from: number[], to: number[]): number[] {
  const padded = [...new Array(to.length - from.length).fill(1), ...from];
  let index = [0];
  to.forEach((size, axis) => {
    index = index.flatMap((start) =>
      Array.from(
        { length: size },
        (_, i) => start * padded[axis] + (padded[axis] === 1 ? 0 : i),
      )
    );
  });
  return index;
}
