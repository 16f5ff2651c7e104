/**
 * The few names a pickled NumPy array of objects refers to, as symbols: what
 * Python would do by calling them is done here by checking their arguments.
 *
 * @module
 */

import { sizeOf } from "./nd_array.ts";

/** What an element of a pickled array may be; tuples come as lists. */
export type PickledValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | PickledValue[];

/** A name the pickle may refer to. */
export class KnownName {
  constructor(readonly name: string) {}
}

/** NumPy's `dtype('O')`, the only type whose arrays are pickled element by element. */
export class ObjectType {}

/** NumPy's types of numbers that tables of arrays hold, 8 bytes each. */
export class NumberType {
  constructor(readonly name: "f8" | "i8") {}
}

/** An array as it is rebuilt: empty until its state is set. */
export class RebuiltArray {
  shape: number[] = [0];
  /** Elements of an array of objects. */
  items: PickledValue[] | undefined;
  /** Elements of an array of numbers, in row-major order. */
  numbers: Float64Array | undefined;
}

/** A `dict` with texts as keys. */
export class PickledDict extends Map<string, PickleItem> {}

/** Anything that may lie on the stack of a pickle. */
export type PickleItem =
  | PickledValue
  | PickleItem[]
  | Uint8Array
  | KnownName
  | ObjectType
  | NumberType
  | RebuiltArray
  | PickledDict;

const RECONSTRUCT = new KnownName("_reconstruct");
const NDARRAY = new KnownName("ndarray");
const DTYPE = new KnownName("dtype");
const ENCODE = new KnownName("encode");

const NAMES = new Map([
  ["numpy.core.multiarray _reconstruct", RECONSTRUCT],
  ["numpy._core.multiarray _reconstruct", RECONSTRUCT],
  ["numpy ndarray", NDARRAY],
  ["numpy dtype", DTYPE],
  // How Python 3 writes bytes for protocol 2.
  ["_codecs encode", ENCODE],
]);

/** @throws {SyntaxError} If a NumPy array of objects does not need this name. */
export function lookUp(module: string, name: string): KnownName {
  const known = NAMES.get(`${module} ${name}`);
  if (!known) {
    throw new SyntaxError(`The pickle asks for ${module}.${name}; refused`);
  }
  return known;
}

/**
 * Stands in for Python's call of `name` with `args`.
 *
 * @throws {SyntaxError} On any arguments but those NumPy writes.
 */
export function reduce(name: PickleItem, args: PickleItem): PickleItem {
  if (name instanceof KnownName && Array.isArray(args)) {
    const [first, second, third] = args;
    if (name === RECONSTRUCT && first === NDARRAY && isLetterB(third)) {
      return new RebuiltArray();
    }
    if (name === DTYPE && (first === "O8" || first === "O4" || first === "O")) {
      return new ObjectType();
    }
    if (name === DTYPE && (first === "f8" || first === "i8")) {
      return new NumberType(first);
    }
    if (
      name === ENCODE && typeof first === "string" && second === "latin1"
    ) {
      return Uint8Array.from(first, (character) => character.charCodeAt(0));
    }
  }
  throw new SyntaxError(
    "The pickle makes a call NumPy's arrays do not; refused",
  );
}

/**
 * Stands in for Python's `target.__setstate__(state)`.
 *
 * @throws {SyntaxError} If this is not the state of an array of objects.
 */
export function build(target: PickleItem, state: PickleItem): void {
  if (target instanceof ObjectType && Array.isArray(state)) return;
  if (target instanceof NumberType && Array.isArray(state)) {
    if (state[1] === "<") return;
    throw new SyntaxError("The pickle has numbers of another byte order");
  }
  if (target instanceof RebuiltArray && Array.isArray(state)) {
    const [version, shape, type, isFortran, items] = state;
    if (
      version === 1 && isShape(shape) && type instanceof NumberType &&
      items instanceof Uint8Array
    ) {
      target.shape = shape;
      target.numbers = readNumbers(items, shape, type, isFortran === true);
      return;
    }
    if (
      version === 1 && isShape(shape) && type instanceof ObjectType &&
      isValues(items)
    ) {
      target.shape = shape;
      target.items = items;
      return;
    }
  }
  throw new SyntaxError("The pickle sets a state NumPy's arrays do not have");
}

/** @throws {SyntaxError} If the bytes are not as many as the shape says. */
function readNumbers(
  bytes: Uint8Array,
  shape: number[],
  { name }: NumberType,
  isFortran: boolean,
): Float64Array {
  const size = sizeOf(shape);
  if (bytes.length !== 8 * size || shape.length > 2) {
    throw new SyntaxError(
      `The pickle's array (${shape}) does not fit its ${bytes.length} bytes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const at = (i: number) =>
    name === "f8"
      ? view.getFloat64(8 * i, true)
      : Number(view.getBigInt64(8 * i, true));
  const [rows, columns] = [shape[0] ?? 1, shape[1] ?? 1];
  return Float64Array.from(
    { length: size },
    (_, i) =>
      isFortran ? at(i % columns * rows + Math.floor(i / columns)) : at(i),
  );
}

function isLetterB(item: PickleItem): boolean {
  return item === "b" ||
    (item instanceof Uint8Array && item.length === 1 && item[0] === 98);
}

function isShape(item: PickleItem): item is number[] {
  return Array.isArray(item) &&
    item.every((length) => Number.isSafeInteger(length));
}

/** `readPickledArray()` checks it in depth, and bounds the walk. */
function isValues(item: PickleItem): item is PickledValue[] {
  return Array.isArray(item);
}
