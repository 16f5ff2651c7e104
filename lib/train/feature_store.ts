/**
 * Values of all samples, gathered batch by batch outside of tfjs, so that no
 * second copy lies in the backend's memory.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Most that is kept; half of what the WASM backend can have. */
const MOST_BYTES = 2 ** 30;

type Values = Float32Array | Int32Array | Uint8Array;

interface Part {
  readonly shape: number[];
  readonly dtype: tf.DataType;
  values: Values;
}

/** An array of a tensor's type. */
function emptyValues(dtype: tf.DataType, length: number): Values {
  if (dtype === "float32") return new Float32Array(length);
  if (dtype === "int32") return new Int32Array(length);
  if (dtype === "bool") return new Uint8Array(length);
  throw new RangeError(`Values of type ${dtype} can't be kept`);
}

/** `12.3 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1e3) return `${bytes} bytes`;
  return bytes < 1e6
    ? `${(bytes / 1e3).toFixed(1)} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}

export class FeatureStore {
  readonly #owner: string;
  readonly #samples: number | undefined;
  #parts: Part[] = [];
  #size = 0;

  /**
   * @param owner Who asks, for messages.
   * @param samples How many there will be, if known.
   */
  constructor(owner: string, samples?: number) {
    this.#owner = owner;
    this.#samples = samples;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Bytes of the values that are there. */
  get bytes(): number {
    return this.#size * this.#bytesOfOne;
  }

  get #bytesOfOne(): number {
    return this.#parts.reduce(
      (sum, { shape, values }) =>
        sum + tf.util.sizeFromShape(shape) * values.BYTES_PER_ELEMENT,
      0,
    );
  }

  /**
   * Adds samples; the tensors stay the caller's.
   *
   * @param tensors Always as many, of the same types and shapes but for the
   * first axis.
   * @throws {RangeError} If it gets too large; before it takes the memory.
   */
  async add(tensors: tf.Tensor[], size: number): Promise<void> {
    if (this.isEmpty) {
      this.#parts = tensors.map(({ shape, dtype }) => ({
        shape: shape.slice(1),
        dtype,
        values: emptyValues(dtype, 0),
      }));
    }
    this.#grow(this.#size + size);
    const arrays = await Promise.all(tensors.map((tensor) => tensor.data()));
    for (const [i, { shape, values }] of this.#parts.entries()) {
      const given = tensors[i];
      if (`${given.shape.slice(1)}` !== `${shape}`) {
        throw new RangeError(
          `${this.#owner} needs samples of one shape, got [${shape}] and [${
            given.shape.slice(1)
          }]`,
        );
      }
      values.set(arrays[i], this.#size * tf.util.sizeFromShape(shape));
    }
    this.#size += size;
  }

  #grow(least: number): void {
    const wanted = Math.max(least, this.#samples ?? 0);
    const bytes = wanted * this.#bytesOfOne;
    if (bytes > MOST_BYTES) {
      const count = this.#samples === undefined ? "at least " : "";
      throw new RangeError(
        `${this.#owner} would keep ${sizeText(bytes)} for ${count}${
          wanted.toLocaleString("en")
        } samples; at most ${
          sizeText(MOST_BYTES)
        } are kept. Fewer samples, or a pooling layer at the end of what is frozen, take less`,
      );
    }
    for (const part of this.#parts) {
      const size = tf.util.sizeFromShape(part.shape);
      if (part.values.length >= wanted * size) continue;
      const length = this.#samples === undefined
        ? Math.max(wanted, 2 * this.#size)
        : wanted;
      const values = emptyValues(part.dtype, length * size);
      values.set(part.values);
      part.values = values;
    }
  }

  /** All that was added, one tensor each, for the caller to dispose of. */
  tensors(): tf.Tensor[] {
    return this.#parts.map(({ shape, dtype, values }) => {
      const length = this.#size * tf.util.sizeFromShape(shape);
      const exact = values.length === length ? values : values.slice(0, length);
      return tf.tensor(exact, [this.#size, ...shape], dtype);
    });
  }
}
