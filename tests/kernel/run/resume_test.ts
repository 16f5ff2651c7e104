import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  type CodeCell,
  type Notebook,
  parseNotebook,
} from "../../../kernel/notebook/notebook.ts";
import { takeOver } from "../../../kernel/run/resume.ts";

/** A notebook of two cells, saved with the second one's first line shown. */
function saved(thaw: Record<string, unknown>): Notebook {
  const cells = [1, 2].map((count) => ({
    cell_type: "code",
    source: `work(${count})`,
    metadata: {},
    execution_count: count,
    outputs: [{ output_type: "stream", name: "stdout", text: "begun\n" }],
  }));
  return parseNotebook(JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { thaw },
    cells,
  }));
}

function empty(): Notebook {
  const notebook = saved({});
  for (const cell of notebook.cells as CodeCell[]) cell.outputs = [];
  return notebook;
}

Deno.test("takeOver() leaves a cell that was cut short to run again", () => {
  const notebook = empty();
  strictEqual(takeOver(notebook, saved({ unfinished: 2 }), "."), 1);
  const outputs = (notebook.cells as CodeCell[]).map(({ outputs }) => outputs);
  deepStrictEqual(outputs.map(({ length }) => length), [1, 0]);

  strictEqual(takeOver(empty(), saved({ unfinished: 1 }), "."), 0);
  strictEqual(takeOver(empty(), saved({}), "."), 2);
});
