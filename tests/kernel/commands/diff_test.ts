import { deepStrictEqual } from "node:assert/strict";
import { notebookDifferences } from "../../../kernel/commands/diff.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

type Source = [id: string, source: string, shown?: string, metadata?: object];

function notebook(...cells: Source[]) {
  return parseNotebook(JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { thaw: Math.random() },
    cells: cells.map(([id, source, shown, metadata = {}]) => ({
      id,
      cell_type: "code",
      source,
      metadata,
      outputs: shown
        ? [{ output_type: "stream", name: "stdout", text: shown }]
        : [],
    })),
  }));
}

function differences(a: Source[], b: Source[], showOutputs = false) {
  return notebookDifferences(notebook(...a), notebook(...b), {
    compareOutputs: true,
    showOutputs,
    columns: 40,
    colour: false,
  });
}

Deno.test("notebookDifferences() is empty where nothing differs that counts", () => {
  deepStrictEqual(differences([["a", "1", "x"]], [["a", "1", "x"]]), []);
});

Deno.test("notebookDifferences() pairs cells by what they say, then by id", () => {
  deepStrictEqual(
    differences([["a", "1"], ["b", "2\n3"], ["c", "4"]], [
      ["new", "0"],
      ["a", "1"],
      ["b", "2\n5"],
      ["c", "4"],
    ]),
    [
      "cell 1, code, added:",
      "  + 0",
      "cell 3, code (id b):",
      "    2",
      "  - 3",
      "  + 5",
    ],
  );
  deepStrictEqual(differences([["a", "1"], ["b", "2"]], [["b", "2"]]), [
    "cell 1, code, removed:",
    "  - 1",
  ]);
  // Without ids in common a changed cell is still one cell.
  deepStrictEqual(
    differences([["a", "1"], ["b", "2"]], [["x", "1"], ["y", "3"]]),
    [
      "cell 2, code (id y):",
      "  - 2",
      "  + 3",
    ],
  );
});

Deno.test("notebookDifferences() folds outputs unless they are asked for", () => {
  const [a, b]: Source[][] = [[["a", "1", "x"]], [["a", "1", "y", {
    tags: ["t"],
  }]]];
  deepStrictEqual(differences(a, b), [
    "cell 1, code (id a):",
    "  metadata:",
    "  - {}",
    "  + {",
    '  +  "tags": [',
    '  +   "t"',
    "  +  ]",
    "  + }",
    "  outputs differ: stdout",
  ]);
  deepStrictEqual(differences(a, b, true).slice(-2), [
    "  stdout",
    "    x                | y",
  ]);
});
