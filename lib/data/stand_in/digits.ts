/**
 * Digits drawn from strokes: a stand-in for MNIST that needs no download.
 *
 * What varies from image to image is what varies in handwriting: the shape
 * chosen, the place of each point, slant, turn, width, size, position, the
 * pen's width and pressure, and a little noise. Sizes follow MNIST: a box of
 * about 20 pixels in 28, ink 255 on paper 0. It is easier than MNIST: nobody
 * here writes as people do when in a hurry.
 *
 * @module
 */

import { Dice } from "./dice.ts";
import { DIGITS, type Point } from "./digit_strokes.ts";
import type { NdArray } from "../numpy/nd_array.ts";

/** Pixels to a side. */
const SIDE = 28;

/** Straight pieces for one piece of a curve. */
const PIECES = 6;

/** What sets apart this generator's numbers from others' of the same seed. */
const SET = 0xd1_61_75_00;

/** Images and what they show. */
export interface Digits {
  /** `(count, 28, 28)`, 0 to 255. */
  readonly images: NdArray<Uint8Array>;
  /** `(count,)`, 0 to 9. */
  readonly labels: NdArray<Uint8Array>;
}

/**
 * Draws digits, each of the ten equally likely.
 *
 * @param seed Integer in [0, 2^32).
 * @param set Integer in [0, 256): training and test images are different sets.
 */
export function digits(count: number, seed: number, set: number): Digits {
  const dice = new Dice(seed, SET + set);
  const pixels = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = dice.integer(DIGITS.length);
    const start = i * SIDE * SIDE;
    drawDigit(labels[i], dice, pixels.subarray(start, start + SIDE * SIDE));
  }
  return {
    images: { shape: [count, SIDE, SIDE], data: pixels },
    labels: { shape: [count], data: labels },
  };
}

function drawDigit(digit: number, dice: Dice, pixels: Uint8Array): void {
  const shapes = DIGITS[digit];
  const place = placement(dice);
  const radius = Math.max(0.7, dice.normal(1.25, 0.3));
  const ink = new Float32Array(pixels.length);
  for (const stroke of shapes[dice.integer(shapes.length)]) {
    const points = stroke.map((point) => place(wander(point, dice)));
    // A corner is one point given twice. Both must be moved alike.
    for (let i = 1; i < stroke.length; i++) {
      if (stroke[i].join() === stroke[i - 1].join()) points[i] = points[i - 1];
    }
    const line = curve(points);
    for (let i = 1; i < line.length; i++) {
      drawSegment(ink, line[i - 1], line[i], radius);
    }
  }
  const pressure = dice.uniform(0.75, 1);
  for (let i = 0; i < pixels.length; i++) {
    const grain = ink[i] > 0 ? dice.normal(0, 0.06) : 0;
    const value = ink[i] * pressure + grain;
    pixels[i] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}

/** From the unit square to pixels: slant, turn, size and position of one image. */
function placement(dice: Dice): (point: Point) => Point {
  const slant = dice.normal(-0.12, 0.16);
  const turn = dice.normal(0, 0.12);
  const width = dice.uniform(11, 18);
  const height = dice.uniform(17, 21);
  const [x0, y0] = [dice.normal(14, 0.9), dice.normal(14, 0.9)];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return ([x, y]) => {
    const v = (y - 0.5) * height;
    const u = (x - 0.5) * width + slant * v;
    return [x0 + cos * u - sin * v, y0 + sin * u + cos * v];
  };
}

function wander([x, y]: Point, dice: Dice): Point {
  return [x + dice.normal(0, 0.03), y + dice.normal(0, 0.03)];
}

/** A Catmull-Rom curve through the points, as short straight pieces. */
function curve(points: readonly Point[]): Point[] {
  const result: Point[] = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [before, from] = [points[Math.max(i - 2, 0)], points[i - 1]];
    const [to, after] = [points[i], points[Math.min(i + 1, points.length - 1)]];
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const at = (axis: 0 | 1) =>
        0.5 * (2 * from[axis] + (to[axis] - before[axis]) * t +
          (2 * before[axis] - 5 * from[axis] + 4 * to[axis] - after[axis]) *
            t ** 2 +
          (3 * from[axis] - before[axis] - 3 * to[axis] + after[axis]) *
            t ** 3);
      result.push([at(0), at(1)]);
    }
  }
  return result;
}

/** Darkens pixels within `radius` of a segment; at the edge in part. */
function drawSegment(
  ink: Float32Array,
  [x0, y0]: Point,
  [x1, y1]: Point,
  radius: number,
): void {
  const reach = radius + 1;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy || 1;
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(SIDE - 1, Math.ceil(Math.max(y0, y1) + reach));
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(SIDE - 1, Math.ceil(Math.max(x0, x1) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = ((x - x0) * dx + (y - y0) * dy) / length;
      const t = Math.min(1, Math.max(0, along));
      const away = Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
      const cover = Math.min(1, Math.max(0, radius + 0.5 - away));
      if (cover > ink[y * SIDE + x]) ink[y * SIDE + x] = cover;
    }
  }
}
