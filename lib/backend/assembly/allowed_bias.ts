import { define } from "./assemble.ts";
import { ValueType } from "./code.ts";
import {
  add,
  advance,
  integer,
  loopDown,
  loopWhile,
  set,
  subtract,
} from "./instructions.ts";
import {
  bytesAsIntegers,
  integerLanesEqual,
  load,
  loadFirst,
  select,
  splat,
  splatInteger,
  store,
} from "./vector_instructions.ts";

/** The score of a key that a query may not attend to, unless another is allowed. */
export const FORBIDDEN = -3e38;

/**
 * What is added to scores: `bias[step / 4]` where a key is allowed, `FORBIDDEN`
 * elsewhere. `allowed` has a byte for each key, and rows of `allowedStep` bytes;
 * the last of these may be followed by three bytes of anything, where `bias` is
 * `FORBIDDEN`. `out` has rows of `step` bytes, whole vectors.
 */
export const allowedBias = define("allowedBias", [
  "allowed",
  "allowedStep",
  "bias",
  "out",
  "step",
  "rows",
], ({ allowed, allowedStep, bias, out, step, rows }, local) => {
  const [at, from] = [0, 1].map(() => local(ValueType.i32));
  const forbidden = local(ValueType.v128);
  const none = splatInteger(integer(0));
  return [
    set(forbidden, splat(FORBIDDEN)),
    loopDown(rows, [
      set(at, integer(0)),
      set(from, allowed),
      loopWhile(subtract(step, at), [
        store(
          add(out, at),
          select(
            forbidden,
            load(add(bias, at)),
            integerLanesEqual(bytesAsIntegers(loadFirst(from)), none),
          ),
        ),
        advance(at, integer(16)),
        advance(from, integer(4)),
      ]),
      advance(allowed, allowedStep),
      advance(out, step),
    ]),
  ];
});
