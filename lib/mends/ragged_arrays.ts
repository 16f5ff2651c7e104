/**
 * Trap of tfjs 4.22: of rows that differ in length, as of a table with a cell
 * too many, the first says the shape. `tf.tensor2d([[1, 2], [3, 4, 5]])` moves
 * the values of all rows that follow; with a cell too few the last values are
 * NaN, or WASM ends in an error about a typed array.
 *
 * Here they are refused, by their number: tfjs's own check of each row
 * (`TENSORLIKE_CHECK_SHAPE_CONSISTENCY`) takes 13 times as long as the tensor.
 * Rows whose lengths happen to add up to the right number pass.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

interface Engine {
  makeTensor(
    values: ArrayLike<unknown> | null,
    shape: number[],
    ...rest: unknown[]
  ): tf.Tensor;
}

export function raggedArrays(): void {
  const engine = tf.engine() as unknown as Engine;
  const shipped = engine.makeTensor;
  engine.makeTensor = function (values, shape, ...rest) {
    const size = tf.util.sizeFromShape(shape);
    if (values && values.length !== size) {
      throw new RangeError(
        `A tensor of shape [${shape}] has ${size} values, got ${values.length}: ` +
          `do all rows have the same length?`,
      );
    }
    return shipped.call(this, values, shape, ...rest);
  };
}
