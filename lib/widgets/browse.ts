/**
 * A long table that a person pages, sorts and searches.
 *
 * @module
 */

import { DISPLAY, type MimeBundle } from "../display/mime_bundle.ts";
import { Table } from "../display/table.ts";
import { HBox, VBox } from "./boxes.ts";
import { ToggleButton } from "./buttons.ts";
import { IntSlider } from "./numbers.ts";
import { Output } from "./output.ts";
import { Dropdown } from "./selections.ts";
import { Text } from "./texts.ts";

/** Rows of a page. */
const ROWS = 50;

class TableBrowser extends VBox {
  readonly #table: Table;

  constructor(table: Table) {
    const column = new Dropdown({
      description: "sort by",
      options: { "(as it is)": "", ...byLabel(table.columns) },
    });
    const isDown = new ToggleButton({ description: "descending" });
    const sought = new Text({
      description: "search",
      placeholder: "text in any column",
    });
    const page = new IntSlider({ description: "page", min: 1, max: 1 });
    // Shown as an output and not as an HTML widget, where the page's own look
    // of tables is missing.
    const body = new Output();
    super({
      children: [
        new HBox({
          children: [page, column, isDown, sought],
          layout: { flex_flow: "row wrap" },
        }),
        body,
      ],
    });
    this.#table = table;
    let sorted = table;
    let chosen = table;
    const show = () => {
      body.outputs = [{
        output_type: "display_data",
        data: chosen.page(page.value, ROWS)[DISPLAY](),
        metadata: {},
      }];
    };
    const choose = () => {
      chosen = sought.value.trim() ? sorted.containing(sought.value) : sorted;
      const max = Math.max(1, Math.ceil(chosen.rows.length / ROWS));
      page.set({ value: 1, max });
      show();
    };
    const sort = () => {
      const order = isDown.value ? "descending" : "ascending";
      sorted = column.value ? table.sortBy(column.value, order) : table;
      choose();
    };
    column.on("change:value", sort);
    isDown.on("change:value", sort);
    sought.on("change:value", choose);
    page.on("change:value", show);
    choose();
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
 * Shows a table by pages of 50 rows, with a slider for the page, a choice of
 * the column that it is sorted by, and a text that rows must have. The rows of
 * other pages stay in the kernel.
 *
 * ```ts ignore
 * import { browse, Table } from "thaw";
 *
 * browse(new Table(["word", "count"], [["a", 3], ["b", 1]]));
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
