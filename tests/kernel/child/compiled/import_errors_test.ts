import { doesNotMatch, match, strictEqual } from "node:assert/strict";
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

Deno.test("explain() says that a terminal installs what a node_modules lacks", () => {
  const lacks = explained(
    "Could not find a matching package for 'npm:ms@2' in the node_modules " +
      "directory. Ensure you have all your JSR and npm dependencies listed in " +
      "your deno.json or package.json, then run `deno install`. " +
      'Alternatively, turn on auto-install by specifying `"nodeModulesDir": ' +
      '"auto"` in your deno.json file.',
    "ms",
  );
  match(lacks, /run `deno install` in a terminal: a notebook installs nothing/);
  doesNotMatch(lacks, /auto-install/);
  match(
    explained(
      "Importing npm packages via a file: specifier is only supported with " +
        "--node-modules-dir=manual",
      "lib",
    ),
    /^"lib" is a folder in package\.json, .* run `deno install` or/,
  );
});
