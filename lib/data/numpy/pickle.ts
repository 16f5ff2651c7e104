/**
 * Reads the pickles NumPy writes for arrays of objects, as far as they hold
 * numbers, texts and lists of these, and refuses everything else.
 *
 * A pickle is a program for a stack machine, and its `REDUCE` calls whatever
 * the file names. Here nothing is ever called: the names NumPy itself needs
 * to rebuild an array are symbols (`pickle_numpy.ts`); any other name, and any
 * other opcode that builds or calls, is an error. Parsers of all of pickle
 * accept such files and hand out an object in place of the call; a data set
 * has no use for that.
 *
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py
 * @module
 */

import { PickleMachine } from "./pickle_machine.ts";
import {
  PickledDict,
  type PickledValue,
  type PickleItem,
  RebuiltArray,
} from "./pickle_numpy.ts";

const MAX_DEPTH = 32;

/** IMDB has 6 million in an array; each takes up to 32 bytes. */
const MAX_VALUES = 2 ** 25;

/**
 * Reads the pickle of one NumPy array of objects.
 *
 * @param bytes The pickle, protocols 2 to 5, with nothing after it.
 * @param maxValues How many values, lists included, there may be.
 * @returns Its elements in row-major order.
 * @throws {SyntaxError} If the pickle is cut off, asks for any name but
 *   NumPy's own, holds anything but numbers, texts and lists of these, has
 *   more than `maxValues` or unfolds to more than it has bytes.
 */
export function readPickledArray(
  bytes: Uint8Array,
  maxValues: number = MAX_VALUES,
): { shape: number[]; items: PickledValue[] } {
  const array = new PickleMachine(bytes, maxValues).run();
  if (!(array instanceof RebuiltArray) || !array.items) {
    throw new SyntaxError("The pickle holds no NumPy array of objects");
  }
  const { shape, items } = array;
  let budget = bytes.length;
  const visit = (value: PickleItem, depth: number): void => {
    if (--budget < 0 || depth > MAX_DEPTH) {
      throw new SyntaxError("The pickle's lists contain each other too often");
    }
    if (Array.isArray(value)) value.forEach((item) => visit(item, depth + 1));
    else if (typeof value === "object" && value !== null) {
      throw new SyntaxError("The pickle holds more than numbers and lists");
    }
  };
  visit(items, 0);
  return { shape, items };
}

/**
 * Reads the pickle of a dict in a NumPy array without axes, as `np.save` writes
 * one. Its values may be arrays of float64 or int64 and lists of these and of
 * numbers and texts.
 *
 * @throws {SyntaxError} As {@linkcode readPickledArray}, or if it is no dict.
 */
export function readPickledDict(
  bytes: Uint8Array,
  maxValues: number = MAX_VALUES,
): PickledDict {
  const array = new PickleMachine(bytes, maxValues).run();
  const items: PickleItem[] | undefined = array instanceof RebuiltArray
    ? array.items
    : undefined;
  if (items?.length === 1 && items[0] instanceof PickledDict) return items[0];
  throw new SyntaxError("The pickle holds no dict");
}
