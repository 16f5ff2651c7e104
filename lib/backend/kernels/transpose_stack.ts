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

/** How many values of a stack a call of a loop moves. */
export function callSize({ rows, columns, size }: Stack): number {
  return size * (size <= 2 ? rows * columns : Math.max(rows, columns));
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
    // A call copies along the longer side: to write a call down for a worker
    // takes longer than the few values of a tall matrix's row.
    const isTall = rows > columns;
    const step = 4 * size;
    for (let i = 0; i < (isTall ? columns : rows); i++) {
      copyRows({
        from: x + i * (isTall ? step : xStep),
        fromStep: isTall ? xStep : step,
        to: out + i * (isTall ? outStep : step),
        toStep: isTall ? step : outStep,
        count: isTall ? rows : columns,
        width: size,
      });
    }
  };
}
