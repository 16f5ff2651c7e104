/**
 * The promise of a figure that a notebook shows as the figure.
 *
 * @module
 */

import { DISPLAY, type Displayable } from "../display/mime_bundle.ts";
import type { Figure } from "./figure.ts";

/** A figure that is there once its tensors are read. */
export type FigurePromise = Promise<Figure> & Displayable;

/**
 * Makes a cell that ends with the promise show the figure: without `await`
 * there would be `Promise { ... }`. What the promise rejects with is the error
 * of that cell.
 */
export function figurePromise<Shown extends Displayable>(
  figure: Promise<Shown>,
): Promise<Shown> & Displayable {
  // Not enumerable, or `console.log` of the promise would tell of it.
  return Object.defineProperty(figure, DISPLAY, {
    value: async () => await (await figure)[DISPLAY](),
  }) as Promise<Shown> & Displayable;
}
