import type { TensorInfo } from "@tensorflow/tfjs";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf } from "./own_code_of.ts";
import { addressOf, type WasmBackend } from "./wasm_backend.ts";

/** Rows of a single matrix that one thread turns at least: a cache line. */
const BAND = 16;

/** Matrices one after the other. */
export interface Stack {
  count: number;
  rows: number;
  columns: number;
  /** Numbers of 32 bits of an element. */
  size: number;
}

/** Writes each matrix of a stack to `out`, transposed, on all threads. */
export function transposeStack(
  backend: WasmBackend,
  x: TensorInfo,
  out: TensorInfo,
  { count, rows, columns, size }: Stack,
): void {
  const [from, to] = [addressOf(backend, x), addressOf(backend, out)];
  const bytes = 4 * size;
  const transpose = transposer(backend, size);
  /** Some rows of one of the matrices. */
  const turn = (matrix: number, row: number, height: number) => {
    const shift = matrix * rows * columns * bytes;
    transpose({
      x: from + shift + row * columns * bytes,
      xStep: columns * bytes,
      out: to + shift + row * bytes,
      outStep: rows * bytes,
      rows: height,
      columns,
    });
  };
  if (count === 1) {
    const bands = Math.ceil(rows / BAND);
    inParts(backend, bands, BAND * columns * size, (band, length) => {
      const row = BAND * band;
      turn(0, row, Math.min(BAND * length, rows - row));
    });
    return;
  }
  inParts(backend, count, rows * columns * size, (first, length) => {
    for (let i = first; i < first + length; i++) turn(i, 0, rows);
  });
}

/** A loop for elements of this size. */
function transposer(backend: WasmBackend, size: number) {
  const { copyRows, transposeMatrix, transposePairs } = ownCodeOf(backend);
  if (size === 1) return transposeMatrix;
  if (size === 2) return transposePairs;
  return (
    { x, xStep, out, outStep, rows, columns }: Parameters<
      typeof transposeMatrix
    >[0],
  ) => {
    for (let row = 0; row < rows; row++) {
      copyRows({
        from: x + row * xStep,
        fromStep: 4 * size,
        to: out + 4 * size * row,
        toStep: outStep,
        count: columns,
        width: size,
      });
    }
  };
}
