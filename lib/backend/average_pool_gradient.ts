import * as tf from "@tensorflow/tfjs";

/**
 * The gradient of average-pooling with padding, on any backend.
 *
 * Forth, a window's mean is over the pixels inside the image. Back, that of
 * tfjs 4.22 divides by the window's whole size, so pixels at an edge get too
 * little: 4/9 of what is right at the corner of a 3 by 3 window. Here the
 * gradient is scaled up before.
 *
 * @param shipped The gradient that is right without padding.
 */
export function averagePoolGradient(shipped: tf.GradFunc): tf.GradFunc {
  return (dy, saved, attributes) => {
    const [x] = saved;
    const { filterSize, strides, pad, dimRoundingMode } =
      attributes as unknown as tf.AvgPoolAttrs;
    const pool = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const rows = shares(
      ...[pool.inHeight, pool.outHeight, pool.filterHeight] as const,
      ...[pool.strideHeight, pool.padInfo.top] as const,
    );
    const columns = shares(
      ...[pool.inWidth, pool.outWidth, pool.filterWidth] as const,
      ...[pool.strideWidth, pool.padInfo.left] as const,
    );
    if ([...rows, ...columns].every((share) => share === 1)) {
      return shipped(dy, saved, attributes);
    }
    const scaled = tf.tidy(() =>
      tf.mul(
        dy as tf.Tensor,
        tf.mul(
          tf.tensor(rows, [1, rows.length, 1, 1]),
          tf.tensor(columns, [1, 1, columns.length, 1]),
        ),
      )
    );
    return shipped(scaled, saved, attributes);
  };
}

/** For each window along an axis, its size by how much of it is inside. */
function shares(
  input: number,
  output: number,
  size: number,
  stride: number,
  before: number,
): number[] {
  return Array.from({ length: output }, (_, i) => {
    const start = i * stride - before;
    const inside = Math.min(input, start + size) - Math.max(0, start);
    // A window wholly in the padding has no pixel to give to.
    return inside > 0 ? size / inside : 1;
  });
}
