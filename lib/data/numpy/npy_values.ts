/**
 * The values of an `.npy` file: from bytes in the file's byte order to the
 * narrowest JavaScript array that holds them without loss.
 *
 * @module
 */

/** Values as read; complex numbers come as real and imaginary part in turn. */
export type NpyValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | string[]
  | Uint8Array[];

/** A type NumPy writes: its name, its width in bytes and how to read it. */
export interface NpyType {
  /** NumPy's name: `uint8`, `float32`, `str`, `datetime64[ns]`, `object`. */
  readonly name: string;
  /** Bytes of one element; 0 for `object`, whose values are a pickle. */
  readonly width: number;
  /** Array elements each value takes: 2 for complex numbers, else 1. */
  readonly parts: number;
  /** Reads all of `bytes`, a whole number of elements. */
  readonly read: (bytes: Uint8Array<ArrayBuffer>) => NpyValues;
}

type Reader = (buffer: ArrayBuffer) => NpyValues;

const NUMBERS: Record<string, [name: string, swap: number, read: Reader]> = {
  b1: ["bool", 1, (buffer) => new Uint8Array(buffer)],
  u1: ["uint8", 1, (buffer) => new Uint8Array(buffer)],
  i1: ["int8", 1, (buffer) => new Int8Array(buffer)],
  u2: ["uint16", 2, (buffer) => new Uint16Array(buffer)],
  i2: ["int16", 2, (buffer) => new Int16Array(buffer)],
  u4: ["uint32", 4, (buffer) => new Uint32Array(buffer)],
  i4: ["int32", 4, (buffer) => new Int32Array(buffer)],
  u8: ["uint64", 8, (buffer) => new BigUint64Array(buffer)],
  i8: ["int64", 8, (buffer) => new BigInt64Array(buffer)],
  f2: ["float16", 2, (buffer) => new Float32Array(new Float16Array(buffer))],
  f4: ["float32", 4, (buffer) => new Float32Array(buffer)],
  f8: ["float64", 8, (buffer) => new Float64Array(buffer)],
  c8: ["complex64", 4, (buffer) => new Float32Array(buffer)],
  c16: ["complex128", 8, (buffer) => new Float64Array(buffer)],
};

/**
 * Looks up a type code such as `<f4`, `|b1`, `>i8`, `<U12`, `<M8[ns]`.
 *
 * @throws {SyntaxError} On a type that has no lossless JavaScript counterpart:
 *   `longdouble`, raw void and structured types.
 */
export function npyType(descr: string): NpyType {
  const code = /^([<>|=])([a-zA-Z])(\d*)(\[[^\]]*\])?$/.exec(descr);
  if (!code) throw new SyntaxError(`Unknown .npy type '${descr}'`);
  const [, order, kind, digits, unit = ""] = code;
  const bigEndian = order === ">";
  const width = Number(digits);
  if (kind === "O") {
    return { name: "object", width: 0, parts: 1, read: () => [] };
  }
  if ((kind === "U" || kind === "S") && width === 0) {
    throw new SyntaxError(`Text without a length: '${descr}'`);
  }
  if (kind === "U") {
    const read = (bytes: Uint8Array<ArrayBuffer>) =>
      texts(bytes, width, bigEndian);
    return { name: "str", width: 4 * width, parts: 1, read };
  }
  if (kind === "S") {
    return { name: "bytes", width, parts: 1, read: (it) => slices(it, width) };
  }
  const dated = kind === "M" || kind === "m";
  const entry = NUMBERS[dated ? `i${digits}` : `${kind}${digits}`];
  if (!entry || (dated && digits !== "8")) {
    throw new SyntaxError(`Unsupported .npy type '${descr}'`);
  }
  const [number, swap, read] = entry;
  const date = kind === "M" ? "datetime64" : "timedelta64";
  return {
    name: dated ? `${date}${unit}` : number,
    width,
    parts: kind === "c" ? 2 : 1,
    read: (bytes) => read(inPlatformOrder(bytes, swap, bigEndian).buffer),
  };
}

/** A copy that starts at its buffer's beginning, little-endian as this platform is. */
function inPlatformOrder(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  swapped: boolean,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  if (swapped) {
    for (let at = 0; at < copy.length; at += width) {
      copy.subarray(at, at + width).reverse();
    }
  }
  return copy;
}

/** NumPy's `U`: UTF-32, padded with zeros that are not part of the text. */
function texts(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  bigEndian: boolean,
): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += 4 * width) {
    let text = "";
    for (let i = 0; i < width; i++) {
      const point = view.getUint32(at + 4 * i, !bigEndian);
      if (point > 0x10ffff) throw new SyntaxError(`No character: ${point}`);
      text += String.fromCodePoint(point);
    }
    found.push(text.replace(/\0+$/, ""));
  }
  return found;
}

/** NumPy's `S`: bytes without the zeros that pad them. */
function slices(bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    let end = at + width;
    while (end > at && bytes[end - 1] === 0) end--;
    found.push(bytes.slice(at, end));
  }
  return found;
}
