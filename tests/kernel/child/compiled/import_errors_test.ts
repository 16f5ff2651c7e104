import { match, strictEqual } from "node:assert/strict";
import { explain } from "../../../../kernel/child/compiled/import_errors.ts";

function explained(message: string, name: string): string {
  const error = new TypeError(message);
  explain(error, name, []);
  return error.message;
}

Deno.test("explain() says how a notebook gets the types of import that are unstable", () => {
  match(
    explained('"bytes" is not a valid module type.', "./a.bin"),
    /^"bytes" is not a valid module type: .*\["raw-imports"\] in the deno\.json/,
  );
  const inModule = explained(
    'The import attribute type of "bytes" is unsupported.\n' +
      "  Specifier: file:///a.bin\n  hint: run with --unstable-raw-imports\n" +
      "    at file:///b.ts:1:15",
    "./b.ts",
  );
  match(inModule, /a\.bin: it is unstable .*\["raw-imports"\].*\n {4}at file:/);
});

Deno.test("explain() speaks of text only where a file of text was taken for code", () => {
  const failed = "SyntaxError: Unexpected token\n    at file:///a/b.csv:1:2";
  match(explained(failed, "./a/b.csv"), /; `with \{ type: "text" \}` after/);
  const missing = 'Module not found "file:///a/b.csv".';
  strictEqual(explained(missing, "./a/b.csv"), missing);
  strictEqual(explained(failed, "./a/b.ts"), failed);
});
