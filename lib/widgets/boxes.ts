/**
 * Widgets that hold others.
 *
 * @module
 */

import { COLOURS, control, widgets } from "./control.ts";
import { int, list, nullable, oneOf, text } from "./traits.ts";
import type { AnyWidget } from "./widget.ts";

const BOX = { box_style: oneOf(COLOURS, ""), children: widgets() };

type Changes = Record<string, unknown>;

function holds(widget: AnyWidget, sought: unknown): boolean {
  if (widget === sought) return true;
  const { children = [] } = widget as unknown as { children?: AnyWidget[] };
  return children.some((child) => holds(child, sought));
}

/** @throws {RangeError} If a box would lie in itself, which no page can draw. */
function requireOutside(box: AnyWidget, changes: Changes): Changes {
  const { children = [] } = changes as { children?: AnyWidget[] };
  if (!children.some((child) => holds(child, box))) return changes;
  throw new RangeError("A box can't lie in itself");
}

/** One below the other. */
export class VBox extends control("VBox", BOX) {
  protected override complete(changes: Changes): Changes {
    return requireOutside(this, changes);
  }
}

/** One beside the other. */
export class HBox extends control("HBox", BOX) {
  protected override complete(changes: Changes): Changes {
    return requireOutside(this, changes);
  }
}

/** In a grid, as `layout.grid_template_columns` and the like say. */
export class GridBox extends control("GridBox", BOX) {
  protected override complete(changes: Changes): Changes {
    return requireOutside(this, changes);
  }
}

const TITLED = {
  ...BOX,
  selected_index: nullable(int(0)),
  titles: list(text("")),
};

/**
 * Changes of a box of pages; the open one is closed when it goes.
 *
 * @throws {RangeError} If a page is to be opened that is not there.
 */
function withinPages(
  box: AnyWidget & {
    selected_index: number | null;
    children: readonly unknown[];
  },
  changes: Changes,
): Changes {
  requireOutside(box, changes);
  const { length } = (changes.children ?? box.children) as unknown[];
  const index = changes.selected_index as number | null | undefined;
  if (typeof index === "number" && !(index >= 0 && index < length)) {
    throw new RangeError(`There is no page ${index} of ${length}`);
  }
  const isGone = index === undefined && (box.selected_index ?? -1) >= length;
  return isGone ? { ...changes, selected_index: null } : changes;
}

/** One open at a time, under `titles`. */
export class Accordion extends control("Accordion", TITLED) {
  protected override complete(changes: Changes): Changes {
    return withinPages(this, changes);
  }
}

/** One seen at a time, under `titles`. */
export class Tab extends control("Tab", TITLED) {
  protected override complete(changes: Changes): Changes {
    const within = withinPages(this, changes);
    const children = changes.children as unknown[] | undefined;
    // The first page is open at the start, as in ipywidgets.
    const isFirst = !!children?.length &&
      changes.selected_index === undefined &&
      (this.selected_index === null || within.selected_index === null);
    return isFirst ? { ...within, selected_index: 0 } : within;
  }
}
