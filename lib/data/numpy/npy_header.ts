/**
 * The header of an `.npy` file: a Python dictionary literal, read by a parser
 * that knows only the literals NumPy writes there and evaluates nothing.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @module
 */

/** What stands before the values of an `.npy` file. */
export interface NpyHeader {
  /** NumPy's type code, as `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: number[];
  /** Offset of the first value in bytes. */
  readonly start: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Whether bytes start as an `.npy` file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads the header of format versions 1.0, 2.0 and 3.0.
 *
 * @throws {SyntaxError} If the bytes are no `.npy` header, are cut off, or
 *   describe a structured type, which no reader here supports.
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || !isNpy(bytes)) {
    throw new SyntaxError(
      "Not an .npy file: it does not start with \\x93NUMPY",
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6];
  if (major < 1 || major > 3) {
    throw new SyntaxError(`Unknown .npy format version ${major}.${bytes[7]}`);
  }
  const from = major === 1 ? 10 : 12;
  if (bytes.length < from) throw new SyntaxError("The .npy header is cut off");
  const length = major === 1
    ? view.getUint16(8, true)
    : view.getUint32(8, true);
  const start = from + length;
  if (start > bytes.length) throw new SyntaxError("The .npy header is cut off");
  const encoding = major === 3 ? "utf-8" : "latin1";
  const text = new TextDecoder(encoding).decode(bytes.subarray(from, start));
  return { ...parseDictionary(text), start };
}

function parseDictionary(text: string): Omit<NpyHeader, "start"> {
  const descr = /'descr':\s*'([^'\\]*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (/'descr':\s*\[/.test(text)) {
    throw new SyntaxError("Structured .npy types are not supported");
  }
  if (descr === undefined || order === undefined || shape === undefined) {
    throw new SyntaxError(`Not an .npy header: ${text.trim().slice(0, 200)}`);
  }
  const lengths = shape.split(",").map((part) => part.trim().replace("L", ""))
    .filter((part) => part !== "").map(Number);
  if (!lengths.every(Number.isSafeInteger)) {
    throw new SyntaxError(`Not an array shape: (${shape})`);
  }
  return { descr, fortranOrder: order === "True", shape: lengths };
}
