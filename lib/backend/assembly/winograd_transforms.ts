/**
 * Winograd's F(2x2, 3x3): 16 products give the four outputs of a 3x3 filter
 * that take 36 otherwise.
 *
 * A tile of an image, or the filter, is multiplied by a small matrix from both
 * sides; each of the 16 numbers that come out goes to a plane of its own, so
 * that all tiles together are 16 products of matrices. The matrices hold 0, 1
 * and 1/2 only: small whole numbers stay exact.
 *
 * @see Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks",
 * arXiv:1509.09308, section 4.1; its matrices B, G and A.
 * @module
 */

import { define, type WasmFunction } from "./assemble.ts";
import {
  add,
  addLanes,
  advance,
  type Code,
  integer,
  load,
  loopDown,
  multiply,
  multiplyLanes,
  range,
  set,
  splat,
  store,
  subtractLanes,
  ValueType,
} from "./instructions.ts";

const B_TRANSPOSED = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [
  0,
  1,
  0,
  -1,
]];
const G = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];
const A_TRANSPOSED = [[1, 1, 1, 0], [0, 1, -1, -1]];

/** Pixels from one tile to the next. */
export const TILE = 2;

/** Planes of a transformed tile. */
export const PLANES = 16;

/*
 * All take `(image, rowStep, pixelStep, planes, planeStep, vectors, tiles)`:
 * `tiles` tiles side by side in an image of `4 * vectors` channels, and planes
 * of a row of as many values per tile. Steps are bytes.
 */

/** Tiles of 4 by 4 pixels of a convolution's input. */
export const inputToPlanes = transform("inputToPlanes", B_TRANSPOSED, "planes");

/** Planes to the 2 by 2 pixels of a convolution's output. */
export const planesToOutput = transform(
  "planesToOutput",
  A_TRANSPOSED,
  "image",
);

/** The output's gradient, 2 by 2 pixels. */
export const gradientToPlanes = transform(
  "gradientToPlanes",
  transposed(A_TRANSPOSED),
  "planes",
);

/** A filter, as an image of 3 by 3 pixels. */
export const filterToPlanes = transform("filterToPlanes", G, "planes");

/** Planes to the gradient of a filter. */
export const planesToFilter = transform(
  "planesToFilter",
  transposed(G),
  "image",
);

function transform(
  name: string,
  matrix: number[][],
  to: "image" | "planes",
): WasmFunction {
  const [height, width] = [matrix.length, matrix[0].length];
  return define(name, 7, (
    [image, rowStep, pixelStep, planes, planeStep, vectors, tiles],
    local,
  ) => {
    const left = local(ValueType.i32);
    const column = range(width).map(() => local(ValueType.v128));
    const half = range(height).map(() =>
      range(width).map(() => local(ValueType.v128))
    );
    const pixelAt = (i: number, j: number) =>
      add(
        image,
        add(multiply(rowStep, integer(i)), multiply(pixelStep, integer(j))),
      );
    const planeAt = (i: number, j: number) =>
      add(planes, multiply(planeStep, integer(4 * i + j)));
    const [from, target] = to === "planes"
      ? [pixelAt, planeAt]
      : [planeAt, pixelAt];
    return loopDown(tiles, [
      set(left, vectors),
      loopDown(left, [
        range(width).map((j) => [
          column.map((value, i) => set(value, load(from(i, j)))),
          half.map((row, i) => set(row[j], combine(matrix[i], column))),
        ]),
        half.map((row, i) =>
          matrix.map((factors, j) => store(target(i, j), combine(factors, row)))
        ),
        [image, planes].map((pointer) => advance(pointer, integer(16))),
      ]),
      // The vectors went past one pixel.
      advance(image, multiply(pixelStep, integer(TILE - 1))),
    ]);
  });
}

/** The sum of `factors[i] * values[i]`. */
function combine(factors: number[], values: Code[]): Code {
  const terms = factors.flatMap((factor, i) =>
    factor === 0 ? [] : [{ factor, value: values[i] }]
  );
  const scaled = (factor: number, value: Code) =>
    factor === 1 ? value : multiplyLanes(value, splat(factor));
  const [first, ...rest] = terms;
  return rest.reduce(
    (sum, { factor, value }) =>
      factor < 0
        ? subtractLanes(sum, scaled(-factor, value))
        : addLanes(sum, scaled(factor, value)),
    scaled(first.factor, first.value),
  );
}

function transposed(matrix: number[][]): number[][] {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}
