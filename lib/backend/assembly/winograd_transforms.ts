/**
 * The transforms of Winograd's convolutions by 3x3: of a tile of the input, of
 * a filter, of the output, and their transposes for the filter's gradient.
 *
 * A tile of an image, or the filter, is multiplied by a small matrix from both
 * sides; each number that comes out goes to a plane of its own, so that all
 * tiles together are one product of matrices for each plane.
 *
 * @see Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks",
 * arXiv:1509.09308, section 4.1; its matrices B, G and A.
 * @module
 */

import { define, type NewLocal } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  integer,
  loopDown,
  multiply,
  set,
} from "./instructions.ts";
import { load, store } from "./vector_instructions.ts";
import { matrixProduct, transposed } from "./matrix_of_constants.ts";

/** Matrices of a convolution by 3x3 that gives tiles of some size. */
export interface WinogradForm {
  /** Pixels from one tile to the next. */
  readonly tile: number;
  /** Planes of a transformed tile. */
  readonly planes: number;
  readonly bTransposed: number[][];
  readonly g: number[][];
  readonly aTransposed: number[][];
}

/**
 * F(2x2, 3x3): 16 products for 36. It holds 0, 1 and 1/2 only: small whole
 * numbers stay exact.
 */
export const F2: WinogradForm = {
  tile: 2,
  planes: 16,
  bTransposed: [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]],
  g: [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]],
  aTransposed: [[1, 1, 1, 0], [0, 1, -1, -1]],
};

/** F(4x4, 3x3): 36 products for 144. */
export const F4: WinogradForm = { tile: 4, planes: 36, ...fourByFour() };

/**
 * F(4x4, 3x3), by polynomials through the points 0, ±3/4, ±3/2 and infinity:
 * about a fifth of the rounding error of the usual 0, ±1, ±2, whose powers grow
 * faster.
 *
 * @see Barabasz, Anderson, Soodhalter, Gregg, "Error analysis and improving the
 * accuracy of Winograd convolution", ACM TOMS 46 (2020), article 37.
 */
function fourByFour() {
  const [p, q] = [3 / 4, 3 / 2];
  const points = [0, p, -p, q, -q];
  const [pp, qq] = [p * p, q * q];
  const through = (x: number, other: number) => [
    [0, -x * other, -other, x, 1, 0],
    [0, x * other, -other, -x, 1, 0],
  ];
  const distance = (x: number) =>
    points.reduce((product, y) => y === x ? product : product * (x - y), 1);
  return {
    bTransposed: [
      [pp * qq, 0, -pp - qq, 0, 1, 0],
      ...through(p, qq),
      ...through(q, pp),
      [0, pp * qq, 0, -pp - qq, 0, 1],
    ],
    g: [
      ...points.map((x) => [0, 1, 2].map((k) => x ** k / distance(x))),
      [0, 0, 1],
    ],
    aTransposed: [0, 1, 2, 3].map((k) => [
      ...points.map((x) => x ** k),
      k === 3 ? 1 : 0,
    ]),
  };
}

/** Names of a form's transforms. */
export const TRANSFORMS = [
  "inputToPlanes",
  "planesToOutput",
  "gradientToPlanes",
  "filterToPlanes",
  "planesToFilter",
] as const;

/**
 * A form's transforms. All take `tiles` tiles side by side in an image of
 * `4 * vectors` channels, and planes of a row of as many values per tile. Steps are bytes.
 *
 * The input's tiles are two pixels wider and higher than the output's, and than
 * those of the output's gradient; a filter is an image of 3 by 3 pixels.
 */
export function transformsOf(form: WinogradForm) {
  const { bTransposed, g, aTransposed } = form;
  const matrices: Record<
    typeof TRANSFORMS[number],
    [matrix: number[][], to: "image" | "planes"]
  > = {
    inputToPlanes: [bTransposed, "planes"],
    planesToOutput: [aTransposed, "image"],
    gradientToPlanes: [transposed(aTransposed), "planes"],
    filterToPlanes: [g, "planes"],
    planesToFilter: [transposed(g), "image"],
  };
  return TRANSFORMS.map((name) =>
    transform(name, ...matrices[name], form.tile)
  );
}

function transform<const Name extends string>(
  name: Name,
  matrix: number[][],
  to: "image" | "planes",
  tile: number,
) {
  const [height, width] = [matrix.length, matrix[0].length];
  return define(name, [
    "image",
    "rowStep",
    "pixelStep",
    "planes",
    "planeStep",
    "vectors",
    "tiles",
  ], (
    { image, rowStep, pixelStep, planes, planeStep, vectors, tiles },
    local,
  ) => {
    const left = local(ValueType.i32);
    const column = range(width).map(() => local(ValueType.v128));
    const half = range(height).map(() =>
      range(width).map(() => local(ValueType.v128))
    );
    const planeRow = local(ValueType.i32);
    const imageSide = to === "image" ? height : width;
    const planesSide = to === "image" ? width : height;
    const pixels = grid(image, rowStep, pixelStep, imageSide, local);
    const plane = grid(planes, planeRow, planeStep, planesSide, local);
    const [from, target] = to === "planes" ? [pixels, plane] : [plane, pixels];
    const spare: Local[] = [];
    return [
      set(planeRow, multiply(planeStep, integer(planesSide))),
      pixels.once,
      plane.once,
      loopDown(tiles, [
        set(left, vectors),
        loopDown(left, [
          pixels.each,
          plane.each,
          range(width).map((j) => {
            const product = matrixProduct(matrix, column, spare, local);
            return [
              column.map((value, i) => set(value, load(from.at(i, j)))),
              product.code,
              half.map((row, i) => set(row[j], product.results[i])),
            ];
          }),
          half.map((row, i) => {
            const product = matrixProduct(matrix, row, spare, local);
            return [
              product.code,
              product.results.map((value, j) => store(target.at(i, j), value)),
            ];
          }),
          [image, planes].map((pointer) => advance(pointer, integer(16))),
        ]),
        // The pointers have gone past the vectors of one pixel.
        advance(image, multiply(pixelStep, integer(tile - 1))),
      ]),
    ];
  });
}

/** Addresses of a square of vectors: few additions in the innermost loop. */
function grid(
  base: Local,
  rowStep: Code,
  columnStep: Code,
  side: number,
  local: NewLocal,
) {
  const rows = range(side).map(() => local(ValueType.i32));
  const columns = range(side).map(() => local(ValueType.i32));
  return {
    once: columns.map((it, j) => set(it, multiply(columnStep, integer(j)))),
    each: rows.map((it, i) =>
      set(it, i === 0 ? base : add(rows[i - 1], rowStep))
    ),
    at: (i: number, j: number) => j === 0 ? rows[i] : add(rows[i], columns[j]),
  };
}
