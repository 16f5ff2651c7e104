/**
 * A row of windows of the gradient of max-pooling.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, type Local, range, ValueType } from "./code.ts";
import {
  add,
  advance,
  integer,
  loopDown,
  multiply,
  set,
} from "./instructions.ts";
import {
  addLanes,
  andBits,
  greaterLanes,
  lanesAbove,
  lanesEqual,
  load,
  splatInteger,
  store,
  withoutBits,
} from "./vector_instructions.ts";

/**
 * For each of `count` windows side by side adds `dy` to `dx` at each channel's
 * first maximum. Pixels have `4 * vectors` channels; steps are bytes, from one row of
 * the image to the next and from one window to the next.
 *
 * It takes the same maxima as `addToMaxima`, but finds them for four channels
 * at once and writes to every pixel, not value by value where the maximum is.
 */
export const addToMaximaOf2By2 = maximaOfRow("addToMaximaOf2By2", 2);

/** The same of windows of 3 by 3. */
export const addToMaximaOf3By3 = maximaOfRow("addToMaximaOf3By3", 3);

function maximaOfRow<const Name extends string>(name: Name, size: number) {
  return define(name, [
    "x",
    "dx",
    "dy",
    "rowStep",
    "windowStep",
    "vectors",
    "count",
  ], ({ x, dx, dy, rowStep, windowStep, vectors, count }, local) => {
    const [left, pixelStep, from, to, at] = range(5).map(() =>
      local(ValueType.i32)
    );
    const values = range(size * size).map(() => local(ValueType.v128));
    const [best, open, hit, gradient] = range(4).map(() =>
      local(ValueType.v128)
    );
    /** Visits the pixels in reading order; `at` is the pixel's place. */
    const each = (visit: (value: Local, pixel: number) => Code): Code =>
      values.map((value, pixel) => [
        set(
          at,
          add(
            multiply(rowStep, integer(Math.floor(pixel / size))),
            multiply(pixelStep, integer(pixel % size)),
          ),
        ),
        visit(value, pixel),
      ]);
    return [
      set(pixelStep, multiply(vectors, integer(16))),
      loopDown(count, [
        set(from, x),
        set(to, dx),
        set(left, vectors),
        loopDown(left, [
          each((value, pixel) => [
            set(value, load(add(from, at))),
            set(best, pixel === 0 ? value : greaterLanes(best, value)),
          ]),
          set(gradient, load(dy)),
          set(open, splatInteger(integer(-1))),
          each((value, pixel) => [
            // The first pixel stays the maximum also where it is not a number,
            // since nothing is greater than that.
            set(
              hit,
              pixel === 0
                ? withoutBits(open, lanesAbove(best, value))
                : andBits(open, lanesEqual(value, best)),
            ),
            set(open, withoutBits(open, hit)),
            store(
              add(to, at),
              addLanes(load(add(to, at)), andBits(gradient, hit)),
            ),
          ]),
          [from, to, dy].map((pointer) => advance(pointer, integer(16))),
        ]),
        advance(x, windowStep),
        advance(dx, windowStep),
      ]),
    ];
  });
}
