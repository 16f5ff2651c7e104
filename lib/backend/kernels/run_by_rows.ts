import * as tf from "@tensorflow/tfjs";
import type { OwnCode } from "../assembly/own_code.ts";
import { inParts } from "./in_parallel.ts";
import { addressOf, type WasmBackend } from "./wasm_backend.ts";

/**
 * Runs a loop for a matrix and one row, or one column, on all threads.
 *
 * @param x Its rows have so many `columns`.
 * @param otherStep Bytes from a row's part of `other` to the next row's: 0 where
 * `other` is one row, 4 where it is one column.
 * @returns The shape of `x`, owned by the caller.
 */
export function runByRows(
  backend: WasmBackend,
  run: OwnCode["addRow"],
  x: tf.TensorInfo,
  other: tf.TensorInfo,
  { columns, otherStep }: { columns: number; otherStep: 0 | 4 },
): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, "float32");
  const [from, by, to] = [x, other, out].map((it) => addressOf(backend, it));
  const rows = tf.util.sizeFromShape(x.shape) / columns;
  inParts(backend, rows, columns, (start, length) => {
    const shift = 4 * start * columns;
    run({
      x: from + shift,
      by: by + otherStep * start,
      out: to + shift,
      rows: length,
      columns,
    });
  });
  return out;
}
