import * as tf from "@tensorflow/tfjs";

/** Sizes of a pool of volumes. */
export type Pool =
  & Omit<
    tf.backend_util.Conv3DInfo,
    "inShape" | "outShape" | "filterShape" | "padInfo"
  >
  & { padInfo: Omit<tf.backend_util.Conv3DInfo["padInfo"], "type"> };

/**
 * The sizes of a pool of volumes.
 *
 * tfjs-core 4.22 pads by less than nothing where strides are longer than the
 * window, so that the pool misses its volume's first pixel.
 */
export function volumePool(
  input: number[],
  { filterSize, strides, pad, dimRoundingMode }: tf.MaxPool3DGradAttrs,
): Pool & { outShape: number[] } {
  const pool = tf.backend_util.computePool3DInfo(
    input as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { front, back, top, bottom, left, right } = pool.padInfo;
  const least = (pad: number) => Math.max(0, pad);
  return {
    ...pool,
    padInfo: {
      front: least(front),
      back: least(back),
      top: least(top),
      bottom: least(bottom),
      left: least(left),
      right: least(right),
    },
  };
}

/** Where a pooling window lies within its volume, cut off at the edges. */
export interface PoolWindow {
  /** Index of its first pixel among all pixels of the batch. */
  pixel: number;
  depth: number;
  height: number;
  width: number;
}

/** A pool of images as one of volumes of a single image. */
export function flatPool(pool: tf.backend_util.Conv2DInfo): Pool {
  return {
    ...pool,
    inDepth: 1,
    outDepth: 1,
    filterDepth: 1,
    strideDepth: 1,
    dilationDepth: 1,
    effectiveFilterDepth: 1,
    padInfo: { ...pool.padInfo, front: 0, back: 0 },
  };
}

/** The windows of a pool in the order of its output's pixels. */
export function* poolWindows(pool: Pool): Generator<PoolWindow> {
  const { inDepth, inHeight, inWidth, padInfo } = pool;
  const depths = spans(
    ...[inDepth, pool.outDepth, pool.filterDepth] as const,
    ...[pool.strideDepth, padInfo.front] as const,
  );
  const rows = spans(
    ...[inHeight, pool.outHeight, pool.filterHeight] as const,
    ...[pool.strideHeight, padInfo.top] as const,
  );
  const columns = spans(
    ...[inWidth, pool.outWidth, pool.filterWidth] as const,
    ...[pool.strideWidth, padInfo.left] as const,
  );
  for (let sample = 0; sample < pool.batchSize; sample++) {
    for (const [z, depth] of depths) {
      for (const [y, height] of rows) {
        for (const [x, width] of columns) {
          const plane = sample * inDepth + z;
          const pixel = (plane * inHeight + y) * inWidth + x;
          yield { pixel, depth, height, width };
        }
      }
    }
  }
}

/** Start and length of each window along one axis. */
function spans(
  input: number,
  output: number,
  filter: number,
  stride: number,
  before: number,
): [start: number, length: number][] {
  return Array.from({ length: output }, (_, i) => {
    const first = i * stride - before;
    const start = Math.max(0, first);
    return [start, Math.max(0, Math.min(input, first + filter) - start)];
  });
}
