/** Cells that overwrite globals. */

import { rejects, strictEqual } from "node:assert/strict";
import { CompiledNotebook } from "../../harness/compiled_notebook.ts";

Deno.test("a cell that overwrites globals does not break the next", async () => {
  await using notebook = await CompiledNotebook.start();
  await notebook.run(
    "for (const k of ['Promise', 'Object', 'JSON', 'Symbol', 'console', 'TypeError', 'Array']) globalThis[k] = null",
  );
  await notebook.run(
    "let {a, ...b} = {a: 1}; const c = 1; var d = 1; class E {}",
  );
  await notebook.run("function f() {} import { sep } from 'node:path'");
  strictEqual(await notebook.run("await a + sep"), "1/");
  await rejects(notebook.run("let x; let x"), SyntaxError);
});
