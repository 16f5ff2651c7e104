/**
 * A formula over whole tensors as one loop, which reads and writes each value
 * once. As a chain of operations it would move all values at each of them.
 *
 * @module
 */

import { define, type NewLocal, type WasmFunction } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import { set } from "./instructions.ts";
import {
  addLanes,
  andBits,
  divideLanes,
  greatestLanes,
  lanesAbove,
  lanesEqual,
  multiplyLanes,
  rootLanes,
  splat,
  splatInteger,
  subtractLanes,
  withoutBits,
} from "./vector_instructions.ts";
import { byLanes, FLOATS_IN_LANES } from "./lanes.ts";

/** What formulas use, on tensors or on lanes of a register. */
export interface Arithmetic<Value> {
  add(left: Value, right: Value): Value;
  subtract(left: Value, right: Value): Value;
  multiply(left: Value, right: Value): Value;
  divide(left: Value, right: Value): Value;
  root(value: Value): Value;
  /** One by the root. */
  inverseRoot(value: Value): Value;
  /** The value where it is above zero, zero elsewhere; NaN stays. */
  positive(value: Value): Value;
  /** One where a value is above zero, zero elsewhere; NaN stays. */
  step(value: Value): Value;
}

/** Tensors of one shape, and numbers, to tensors of that shape. */
export interface Formula {
  /** How many tensors it gives. */
  readonly results: number;
  compute<Value>(
    on: Arithmetic<Value>,
    values: Value[],
    numbers: Value[],
  ): Value[];
}

/**
 * A formula's loop. It takes `(count, ...values, ...results, ...numbers)` as a
 * list: addresses of `count` values each, then the bits of each number as
 * float32. Every operation rounds as it does alone, so the bits are those of the
 * chain.
 */
export function elementwise(
  { results, compute }: Formula,
  { values, numbers }: { values: number; numbers: number },
): WasmFunction {
  const parameters = range(1 + values + results + numbers).map((i) => `_${i}`);
  return define("elementwise", parameters, (given, local) => {
    const [count, ...rest] = parameters.map((parameter) => given[parameter]);
    const from = rest.slice(0, values);
    const to = rest.slice(values, values + results);
    const constants = rest.slice(values + results)
      .map((bits) => ({ bits, lanes: local(ValueType.v128) }));
    return [
      constants.map(({ bits, lanes }) => set(lanes, splatInteger(bits))),
      byLanes(count, FLOATS_IN_LANES, [...from, ...to], (lanes) => {
        const { code, arithmetic, hold } = straightLine(local);
        const given = from.map((address) => hold(lanes.load(address)));
        const computed = compute<Local>(
          arithmetic,
          given,
          constants.map(({ lanes }) => lanes),
        );
        return [
          code,
          range(results).map((i) => lanes.store(to[i], computed[i])),
        ];
      }),
    ];
  });
}

/** Arithmetic that writes down each step and holds its result in a variable. */
export function straightLine(local: NewLocal) {
  const code: Code[] = [];
  const hold = (value: Code) => {
    const held = local(ValueType.v128);
    code.push(set(held, value));
    return held;
  };
  const arithmetic: Arithmetic<Local> = {
    add: (left, right) => hold(addLanes(left, right)),
    subtract: (left, right) => hold(subtractLanes(left, right)),
    multiply: (left, right) => hold(multiplyLanes(left, right)),
    divide: (left, right) => hold(divideLanes(left, right)),
    root: (value) => hold(rootLanes(value)),
    inverseRoot: (value) => hold(divideLanes(splat(1), rootLanes(value))),
    positive: (value) => hold(greatestLanes(value, splat(0))),
    step: (value) => {
      const ones = andBits(splat(1), lanesAbove(value, splat(0)));
      const nans = withoutBits(value, lanesEqual(value, value));
      return hold(addLanes(ones, nans));
    },
  };
  return { code, arithmetic, hold };
}
