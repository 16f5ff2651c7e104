/**
 * Widgets that hold others.
 *
 * @module
 */

import { COLOURS, control, widgets } from "./control.ts";
import { int, list, nullable, oneOf, text } from "./traits.ts";

const BOX = { box_style: oneOf(COLOURS, ""), children: widgets() };

/** One below the other. */
export class VBox extends control("VBox", BOX) {}

/** One beside the other. */
export class HBox extends control("HBox", BOX) {}

/** In a grid, as `layout.grid_template_columns` and the like say. */
export class GridBox extends control("GridBox", BOX) {}

const TITLED = {
  ...BOX,
  selected_index: nullable(int(0)),
  titles: list(text("")),
};

/** One open at a time, under `titles`. */
export class Accordion extends control("Accordion", TITLED) {}

/** One seen at a time, under `titles`. */
export class Tab extends control("Tab", TITLED) {
  protected override complete(changes: Record<string, unknown>) {
    const children = changes.children as unknown[] | undefined;
    // The first page is open at the start, as in ipywidgets.
    const isFirst = this.selected_index === null && !!children?.length &&
      changes.selected_index === undefined;
    return isFirst ? { ...changes, selected_index: 0 } : changes;
  }
}
