/**
 * A long table that a person pages and sorts.
 *
 * @module
 */

import { DISPLAY, type MimeBundle } from "../display/mime_bundle.ts";
import { Table } from "../display/table.ts";
import { HBox, VBox } from "./boxes.ts";
import { ToggleButton } from "./buttons.ts";
import { IntSlider } from "./numbers.ts";
import { Dropdown } from "./selections.ts";
import { HTML } from "./texts.ts";

/** Rows of a page. */
const ROWS = 50;

class TableBrowser extends VBox {
  readonly #table: Table;

  constructor(table: Table) {
    const pages = Math.max(1, Math.ceil(table.rows.length / ROWS));
    const column = new Dropdown({
      description: "sort by",
      options: { "(as it is)": "", ...byLabel(table.columns) },
    });
    const isDown = new ToggleButton({ description: "descending" });
    const page = new IntSlider({ description: "page", min: 1, max: pages });
    const body = new HTML({ value: table.page(1, ROWS).toHtml() });
    super({
      children: [new HBox({ children: [page, column, isDown] }), body],
    });
    this.#table = table;
    let sorted = table;
    const show = () => {
      body.value = sorted.page(page.value, ROWS).toHtml();
    };
    const sort = () => {
      const order = isDown.value ? "descending" : "ascending";
      sorted = column.value ? table.sortBy(column.value, order) : table;
      page.value = 1;
      show();
    };
    column.on("change:value", sort);
    isDown.on("change:value", sort);
    page.on("change:value", show);
  }

  /** The first page as well, for front ends without widgets. */
  override [DISPLAY](): MimeBundle {
    const first = this.#table.page(1, ROWS);
    return {
      ...super[DISPLAY](),
      "text/html": first.toHtml(),
      "text/plain": first.toText(),
    };
  }
}

function byLabel(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

/**
 * Shows a table by pages of 50 rows, with a slider for the page and a choice
 * of the column that it is sorted by. The rows of other pages stay in the
 * kernel.
 *
 * ```ts ignore
 * browse(new Table(["word", "count"], rows));
 * ```
 *
 * @returns The whole as one widget; `close()` ends it. Front ends without
 * widgets show the first page.
 * @throws {TypeError} If it is given no `Table`.
 */
export function browse(table: Table): VBox {
  if (table instanceof Table) return new TableBrowser(table);
  throw new TypeError(`browse() takes a Table, got ${String(table)}`);
}
