import { strictEqual } from "node:assert/strict";
import { compileCell } from "../../../kernel/cell/compile_cell.ts";
import { CellScope } from "../../../kernel/cell/parse/cell_scope.ts";
import { asWritten } from "../../../kernel/bridge/as_written.ts";

function roundTrip(body: string): string {
  const source = `import { load } from "./m.ts";\nasync function f() {${body}}`;
  const { prelude } = compileCell(source, {
    cell: 1,
    runtime: "$R",
    scope: new CellScope(),
  });
  const start = prelude.indexOf("{", prelude.indexOf("function"));
  const end = prelude.lastIndexOf("}");
  return asWritten(prelude.slice(start + 1, end), "$R");
}

Deno.test("asWritten() takes away what the compiler put there", () => {
  strictEqual(roundTrip(" await x "), " await (x) ");
  strictEqual(roundTrip(" await using x = y "), " await using x = y ");
  strictEqual(
    roundTrip(" return load(load.name) "),
    " return load(load.name) ",
  );
  strictEqual(roundTrip(" return { load } "), " return { load:load } ");
  strictEqual(
    roundTrip(" for await (const x of y) await load(x, z) "),
    " for await (const x of (y)) await (load(x, z)) ",
  );
  strictEqual(
    roundTrip(" try { } finally { await load() } "),
    " try { } finally { await (load()) } ",
  );
  strictEqual(
    roundTrip(" return await import(import.meta.url) "),
    " return await (import(import.meta.url)) ",
  );
});
