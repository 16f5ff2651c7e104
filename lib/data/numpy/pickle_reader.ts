/**
 * The bytes of a pickle, read in order; no read goes beyond the end.
 *
 * @module
 */

/** A cursor over a pickle's bytes. All numbers are little-endian unless said otherwise. */
export class PickleReader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(
      bytes.buffer,
      bytes.byteOffset,
      bytes.byteLength,
    );
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  uint8(): number {
    return this.#bytes[this.#advance(1)];
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** Big-endian, as `BINFLOAT` is. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** Two's complement of `length` bytes; a number where that is exact. */
  integer(length: number): number | bigint {
    let value = 0n;
    const bytes = this.bytes(length);
    for (let i = length - 1; i >= 0; i--) {
      value = value << 8n | BigInt(bytes[i]);
    }
    const signed = BigInt.asIntN(8 * length, value);
    const exact = Number(signed);
    return Number.isSafeInteger(exact) ? exact : signed;
  }

  bytes(length: number): Uint8Array {
    const from = this.#advance(length);
    return this.#bytes.slice(from, from + length);
  }

  text(length: number, encoding: "utf-8" | "latin1" = "utf-8"): string {
    return new TextDecoder(encoding).decode(this.bytes(length));
  }

  /** Text up to the next newline, which is read too. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new SyntaxError("The pickle is cut off");
    const text = this.text(end - this.#at);
    this.#at = end + 1;
    return text;
  }

  #advance(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) {
      throw new SyntaxError("The pickle is cut off");
    }
    this.#at += length;
    return from;
  }
}
