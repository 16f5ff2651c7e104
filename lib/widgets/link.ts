/**
 * Values of two widgets that are kept equal.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { CONTROLS } from "./control.ts";
import { anything, type Trait, type Traits } from "./traits.ts";
import { type AnyWidget, Widget } from "./widget.ts";

/** A widget and the name of one of its values. */
export type LinkEnd = readonly [widget: AnyWidget, name: string];

/**
 * Keeps two values equal, here: the first one's value holds at first.
 *
 * @returns A function that ends it.
 * @throws {TypeError} If a widget has no value of that name.
 */
export function link(source: LinkEnd, target: LinkEnd): () => void {
  requireKind("link", "source", source, "list");
  requireKind("link", "target", target, "list");
  const follow = (
    [from, name]: LinkEnd,
    [to, other]: LinkEnd,
  ) =>
    from.on(
      `change:${name}`,
      (value: unknown) => to.set({ [other]: value }),
    );
  const [widget, name] = source;
  target[0].set({ [target[1]]: widget.get(name) });
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
  requireKind("jslink", "source", source, "list");
  requireKind("jslink", "target", target, "list");
  return new Widget(
    { name: "Link", ...CONTROLS, model: "LinkModel" },
    LINK,
    { source, target },
  );
}
