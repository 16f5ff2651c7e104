import { deepStrictEqual, throws } from "node:assert/strict";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";
import { injectParameters } from "../../../kernel/run/parameters.ts";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";

function notebook(...cells: [source: string, ...tags: string[]][]) {
  return parseNotebook(JSON.stringify({
    nbformat: 4,
    cells: cells.map(([source, ...tags]) => ({
      cell_type: "code",
      source,
      metadata: { tags },
    })),
  }));
}

const values = new Map<string, unknown>([["epochs", 2], ["name", 'a "b"']]);
const injected =
  '// Set on the command line\nlet epochs = 2;\nlet name = "a \\"b\\"";';

Deno.test("injectParameters() adds a cell after the defaults", () => {
  const it = notebook(["a"], ["epochs = 5", "parameters"], ["b"]);
  injectParameters(it, values);
  deepStrictEqual(
    it.cells.map((cell) => cell.source),
    ["a", "epochs = 5", injected, "b"],
  );
});

Deno.test("injectParameters() replaces what an earlier run injected", () => {
  const it = notebook(["a", "parameters"], ["b"]);
  injectParameters(it, new Map([["epochs", 1]]));
  injectParameters(it, values);
  deepStrictEqual(it.cells.map((cell) => cell.source), ["a", injected, "b"]);

  injectParameters(it, new Map());
  deepStrictEqual(it.cells.map((cell) => cell.source), ["a", "b"]);
});

Deno.test("injectParameters() throws if there is nowhere to put them", () => {
  throws(() => injectParameters(notebook(["a"]), values), BadInputError);
});
