import type * as tf from "@tensorflow/tfjs";

/** Where a pooling window lies within its image, cut off at the edges. */
export interface PoolWindow {
  /** Index of its first pixel among all pixels of the batch. */
  pixel: number;
  height: number;
  width: number;
}

/** The windows of a pool in the order of its output's pixels. */
export function* poolWindows(
  pool: tf.backend_util.Conv2DInfo,
): Generator<PoolWindow> {
  const { inHeight, inWidth, padInfo } = pool;
  for (let sample = 0; sample < pool.batchSize; sample++) {
    for (let i = 0; i < pool.outHeight; i++) {
      const top = i * pool.strideHeight - padInfo.top;
      const y = Math.max(0, top);
      const height = Math.min(inHeight, top + pool.filterHeight) - y;
      for (let j = 0; j < pool.outWidth; j++) {
        const left = j * pool.strideWidth - padInfo.left;
        const x = Math.max(0, left);
        const width = Math.min(inWidth, left + pool.filterWidth) - x;
        yield {
          pixel: (sample * inHeight + y) * inWidth + x,
          height: Math.max(0, height),
          width: Math.max(0, width),
        };
      }
    }
  }
}
