/**
 * Values of two widgets that are kept equal.
 *
 * @module
 */

import { CONTROLS } from "./control.ts";
import { anything, type Trait, type Traits } from "./traits.ts";
import { type AnyWidget, Widget } from "./widget.ts";

/** A widget and the name of one of its values. */
export type LinkEnd = readonly [widget: AnyWidget, name: string];

/**
 * Keeps two values equal, here: the first one's value holds at first. Where a
 * widget holds a value within its bounds, the other one follows.
 *
 * @returns A function that ends it.
 * @throws {TypeError} If a widget has no value of that name, or the values are
 * of different kinds.
 */
export function link(source: LinkEnd, target: LinkEnd): () => void {
  checkedEnd("source", source);
  checkedEnd("target", target);
  const pass = ([from, name]: LinkEnd, [to, other]: LinkEnd) => {
    to.set({ [other]: from.get(name) });
    // Held within its bounds; the same set again changes nothing.
    from.set({ [name]: to.get(other) });
  };
  const follow = (from: LinkEnd, to: LinkEnd) =>
    from[0].on(`change:${from[1]}`, () => pass(from, to));
  pass(source, target);
  const stops = [follow(source, target), follow(target, source)];
  return () => stops.forEach((stop) => stop());
}

function end(): Trait<LinkEnd> {
  return { ...anything<LinkEnd>([] as unknown as LinkEnd), check: checkedEnd };
}

function checkedEnd(name: string, value: unknown): LinkEnd {
  const [widget, trait] = Array.isArray(value) ? value : [];
  if (!(widget instanceof Widget) || typeof trait !== "string") {
    throw new TypeError(`${name} must be [widget, name]`);
  }
  widget.get(trait as never);
  return [widget, trait];
}

const LINK = { source: end(), target: end() } satisfies Traits;

/**
 * Keeps two values equal in the front end, without the kernel: as fast as the
 * page, and also while a cell runs.
 *
 * @returns The link; `close()` ends it.
 * @throws {TypeError} If a widget has no value of that name.
 */
export function jslink(source: LinkEnd, target: LinkEnd): Widget {
  return new Widget(
    { name: "Link", ...CONTROLS, model: "LinkModel" },
    LINK,
    { source, target },
  );
}
