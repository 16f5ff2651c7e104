/**
 * What is in a value that holds many: for a debugger, which shows a part at a
 * time. Runs no code of a user, but for a tensor's own `dataSync()`.
 *
 * @module
 */

import util from "node:util";
import { facts } from "./look.ts";
import { isObject } from "../language/is_object.ts";
import {
  Array,
  JSON,
  Map,
  Number,
  Object,
  Reflect,
  Set,
  String,
} from "../language/natives.ts";

const { create, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { apply } = Reflect;
const { isArray } = Array;
const { isMap, isProxy, isSet, isTypedArray } = util.types;
const { forEach: eachOfMap } = Map.prototype;
const { forEach: eachOfSet } = Set.prototype;
const sizeOfMap = getOwnPropertyDescriptor(Map.prototype, "size")!.get!;
const sizeOfSet = getOwnPropertyDescriptor(Set.prototype, "size")!.get!;

/** Values of a larger tensor are not copied to show some of them. */
const TENSOR_SIZE = 2 ** 24;

/** How many items a value has; 0 for one that holds none. */
export function itemCount(value: unknown): number {
  if (value === null || typeof value !== "object" || isProxy(value)) return 0;
  if (isMap(value)) return apply(sizeOfMap, value, []);
  if (isSet(value)) return apply(sizeOfSet, value, []);
  const shape = tensorShape(value);
  return shape ? sizeOf(shape) : facts(value).length ?? 0;
}

/** An array is no tensor, whatever a cell has given it. */
function tensorShape(value: unknown): number[] | undefined {
  return isArray(value) || isTypedArray(value) ? undefined : facts(value).shape;
}

function sizeOf(shape: number[]): number {
  let size = 1;
  for (let at = 0; at < shape.length; at++) size *= shape[at];
  return size <= TENSOR_SIZE ? size : 0;
}

/**
 * Items of a value by name, each with its number and a colon before it, so that
 * they keep their order: `0:"key"`.
 *
 * @throws Whatever a tensor does whose values can't be read.
 */
export function items(
  value: unknown,
  start: number,
  count: number,
): Record<string, unknown> {
  const found: Record<string, unknown> = create(null);
  const end = start + count;
  if (isMap(value) || isSet(value)) {
    let at = 0;
    const isKeyed = isMap(value);
    apply(isKeyed ? eachOfMap : eachOfSet, value, [
      (item: unknown, key: unknown) => {
        const isWanted = at >= start && at < end;
        if (isWanted) found[`${at}:${isKeyed ? label(key, at) : at}`] = item;
        at++;
      },
    ]);
    return found;
  }
  const shape = tensorShape(value);
  const values = shape ? readTensor(value) : value as ArrayLike<unknown>;
  for (let at = start; at < end && at < values.length; at++) {
    const name = shape ? placeOf(at, shape) : at;
    if (isTypedArray(values)) found[`${at}:${name}`] = values[at];
    else {
      // A getter in an array is not run.
      const item = getOwnPropertyDescriptor(values, at);
      if (item && "value" in item) found[`${at}:${name}`] = item.value;
    }
  }
  return found;
}

// deno-lint-ignore no-explicit-any -- duck-typed: what has a shape and a dtype
function readTensor(tensor: any): ArrayLike<unknown> {
  return tensor.dataSync();
}

/** `[1, 2]` for the sixth value of a tensor of shape `[2, 3]`. */
function placeOf(index: number, shape: number[]): string {
  let text = "";
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const at = rest % shape[axis];
    text = `${at}${text === "" ? "" : `, ${text}`}`;
    rest = (rest - at) / shape[axis];
  }
  return `[${text}]`;
}

function label(key: unknown, at: number): string {
  if (typeof key === "string") return JSON.stringify(key);
  if (!isObject(key)) return String(key);
  const { constructor } = getPrototypeOf(key) ?? {};
  const name = constructor && getOwnPropertyDescriptor(constructor, "name");
  return `${String(name?.value ?? "object")} ${Number(at)}`;
}
