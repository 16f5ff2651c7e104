/**
 * IDX, the format that MNIST is published in: four bytes that say the type and
 * the number of dimensions, the dimensions, the values.
 *
 * @see http://yann.lecun.com/exdb/mnist/ (at its end)
 * @module
 */

import { gunzipSync } from "node:zlib";
import { type NdArray, sizeOf } from "./numpy/nd_array.ts";

/** Bytes a file may unpack to; MNIST's largest has 47 million. */
const IDX_UNPACKED_BYTES = 2 ** 28;

/**
 * Reads a file of unsigned bytes, as it is or gzipped.
 *
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is no IDX file of unsigned bytes, or not as long
 *   as it says.
 */
export async function readIdx(path: string): Promise<NdArray<Uint8Array>> {
  const bytes = unpacked(await Deno.readFile(path), path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0 || bytes[2] !== 8) {
    throw new SyntaxError(`${path} is no IDX file of unsigned bytes`);
  }
  const start = 4 + 4 * bytes[3];
  const shape: number[] = [];
  for (let at = 4; at < start && at + 4 <= bytes.length; at += 4) {
    shape.push(view.getUint32(at));
  }
  const size = sizeOf(shape);
  if (shape.length !== bytes[3] || bytes.length - start !== size) {
    throw new SyntaxError(
      `${path} has ${bytes.length} bytes, its shape (${shape}) needs ` +
        `${start + size}`,
    );
  }
  return { shape, data: bytes.subarray(start) };
}

function unpacked(bytes: Uint8Array, path: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: IDX_UNPACKED_BYTES });
  } catch (error) {
    throw new SyntaxError(`${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
