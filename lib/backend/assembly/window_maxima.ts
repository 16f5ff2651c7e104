/**
 * One window of the gradient of max-pooling.
 *
 * @module
 */

import { define } from "./assemble.ts";
import { type Code, range, ValueType } from "./code.ts";
import {
  add,
  addScalars,
  advance,
  integer,
  loadScalar,
  loopDown,
  loopWhile,
  notBelow,
  scalarAbove,
  set,
  storeScalar,
  subtract,
  when,
} from "./instructions.ts";
import {
  integerLane,
  lanesAbove,
  load,
  select,
  splatInteger,
} from "./vector_instructions.ts";

/**
 * Finds each channel's first maximum among `depth * height * width` pixels from
 * `x` on, and adds `dy` of that channel to `dx` there. Steps are bytes.
 *
 * The search starts with the window's first pixel, not with a constant, so
 * windows without a positive value are searched too. Of equal values the first
 * in reading order is taken, as the cpu backend and TensorFlow do.
 */
export const addToMaxima = define("addToMaxima", [
  "x",
  "dx",
  "dy",
  "depth",
  "height",
  "width",
  "planeStep",
  "rowStep",
  "pixelStep",
  "channels",
], (
  { x, dx, dy, depth, height, width, planeStep, rowStep, pixelStep, channels },
  local,
) => {
  const [plane, row, pixel, k, i, j, at, target] = range(8).map(() =>
    local(ValueType.i32)
  );
  const [best, value, places, mask] = range(4).map(() => local(ValueType.v128));
  const [bestScalar, valueScalar] = range(2).map(() => local(ValueType.f32));

  /** Visits the window's pixels; `at` counts their bytes from its first. */
  const search = (visit: Code): Code => [
    set(plane, integer(0)),
    set(k, depth),
    loopDown(k, [
      set(row, plane),
      set(i, height),
      loopDown(i, [
        set(at, row),
        set(j, width),
        loopDown(j, [
          set(pixel, add(x, at)),
          visit,
          advance(at, pixelStep),
        ]),
        advance(row, rowStep),
      ]),
      advance(plane, planeStep),
    ]),
  ];
  const next = (lanes: number): Code => [
    [x, dx, dy].map((pointer) => advance(pointer, integer(4 * lanes))),
    set(channels, subtract(channels, integer(lanes))),
  ];
  const credit = (place: Code, lane: number): Code => [
    set(target, add(dx, place)),
    storeScalar(
      target,
      addScalars(loadScalar(target, 4 * lane), loadScalar(dy, 4 * lane)),
      4 * lane,
    ),
  ];
  const fourChannels: Code = [
    set(best, load(x)),
    set(places, splatInteger(integer(0))),
    search([
      set(value, load(pixel)),
      set(mask, lanesAbove(value, best)),
      set(best, select(value, best, mask)),
      set(places, select(splatInteger(at), places, mask)),
    ]),
    range(4).map((lane) => credit(integerLane(places, lane), lane)),
    next(4),
  ];
  const oneChannel: Code = [
    set(bestScalar, loadScalar(x)),
    set(target, dx),
    search([
      set(valueScalar, loadScalar(pixel)),
      when(scalarAbove(valueScalar, bestScalar), [
        set(bestScalar, valueScalar),
        set(target, add(dx, at)),
      ]),
    ]),
    storeScalar(target, addScalars(loadScalar(target), loadScalar(dy))),
    next(1),
  ];
  return [
    loopWhile(notBelow(channels, integer(4)), fourChannels),
    loopWhile(channels, oneChannel),
  ];
});
