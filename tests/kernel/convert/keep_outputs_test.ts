import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { keepOutputs } from "../../../kernel/convert/keep_outputs.ts";
import { parsePercent } from "../../../kernel/convert/percent.ts";
import { isCode, parseNotebook } from "../../../kernel/notebook/notebook.ts";

Deno.test("keepOutputs() keeps those of cells that are as they were, wherever they are", () => {
  const text = (text: string) => ({
    output_type: "stream",
    name: "stdout",
    text,
  });
  const former = parseNotebook(JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "thaw" }, title: "kept" },
    cells: ["a", "same", "b", "same"].map((source, at) => ({
      cell_type: "code",
      id: `id${at}`,
      source,
      metadata: {},
      execution_count: at + 1,
      outputs: [text(`${at}\n`)],
    })),
  }));
  const notebook = parsePercent(
    "// %%\nnew\n// %%\nsame\n// %%\nchanged\n// %%\na\n// %%\nsame\n",
    "//",
  );
  keepOutputs(notebook, former);
  const cells = notebook.cells.filter(isCode);
  deepStrictEqual(
    cells.map(({ outputs, execution_count }) => [outputs, execution_count]),
    [
      [[], null],
      [[text("1\n")], 2],
      [[], null],
      [[text("0\n")], 1],
      [[text("3\n")], 4],
    ],
  );
  deepStrictEqual([cells[1].id, cells[3].id], ["id1", "id0"]);
  strictEqual(new Set(cells.map(({ id }) => id)).size, 5);
  strictEqual(notebook.metadata.title, "kept");
});
