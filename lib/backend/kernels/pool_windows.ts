import * as tf from "@tensorflow/tfjs";

/** Sizes of a pool of volumes. */
export type Pool =
  & Omit<
    tf.backend_util.Conv3DInfo,
    "inShape" | "outShape" | "filterShape" | "padInfo"
  >
  & { padInfo: Omit<tf.backend_util.Conv3DInfo["padInfo"], "type"> };

/** The sizes of a pool of images; pads and rounding are as attributes say. */
export function imagePool(
  input: number[],
  { filterSize, strides, pad, dimRoundingMode }:
    & Pick<tf.MaxPoolAttrs, "filterSize" | "strides" | "pad">
    & Partial<tf.MaxPoolAttrs>,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computePool2DInfo(
    input as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/**
 * The sizes of a pool of volumes. Where strides are longer than the window,
 * tfjs-core 4.22 computes a negative padding, so that the pool misses its
 * volume's first pixel.
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

/** Pooling windows side by side, alike within their volume's edges. */
export interface PoolWindows {
  /** Index of the first pixel of the first among all pixels of the batch. */
  pixel: number;
  /** Pixels from one window to the next. */
  step: number;
  count: number;
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

/**
 * The windows of a pool in the order of its output's pixels, for `count` samples
 * from `first` on.
 */
export function* poolWindows(
  pool: Pool,
  first: number,
  count: number,
): Generator<PoolWindows> {
  const { inDepth, inHeight, inWidth, padInfo } = pool;
  const depths = spans({
    input: inDepth,
    output: pool.outDepth,
    filter: pool.filterDepth,
    stride: pool.strideDepth,
    before: padInfo.front,
  });
  const rows = spans({
    input: inHeight,
    output: pool.outHeight,
    filter: pool.filterHeight,
    stride: pool.strideHeight,
    before: padInfo.top,
  });
  const columns = spans({
    input: inWidth,
    output: pool.outWidth,
    filter: pool.filterWidth,
    stride: pool.strideWidth,
    before: padInfo.left,
  });
  const runs = sideBySide(columns, pool.strideWidth);
  for (let sample = first; sample < first + count; sample++) {
    for (const [z, depth] of depths) {
      for (const [y, height] of rows) {
        const plane = sample * inDepth + z;
        const line = (plane * inHeight + y) * inWidth;
        for (const { first: [x, width], count } of runs) {
          const step = pool.strideWidth;
          yield { pixel: line + x, step, count, depth, height, width };
        }
      }
    }
  }
}

type Span = [start: number, length: number];

/** Start and length of each window along one axis. */
function spans(
  { input, output, filter, stride, before }: Record<
    "input" | "output" | "filter" | "stride" | "before",
    number
  >,
): Span[] {
  return Array.from({ length: output }, (_, i) => {
    const first = i * stride - before;
    const start = Math.max(0, first);
    return [start, Math.max(0, Math.min(input, first + filter) - start)];
  });
}

/** Spans of one length, a stride apart, as one run. */
function sideBySide(
  all: Span[],
  stride: number,
): { first: Span; count: number }[] {
  const runs: { first: Span; count: number }[] = [];
  for (const span of all) {
    const last = runs.at(-1);
    if (
      last && last.first[1] === span[1] &&
      last.first[0] + last.count * stride === span[0]
    ) {
      last.count++;
    } else {
      runs.push({ first: span, count: 1 });
    }
  }
  return runs;
}
