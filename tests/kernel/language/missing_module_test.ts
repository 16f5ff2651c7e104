import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMissing } from "../../../kernel/language/missing_module.ts";

const FOLDER = import.meta.dirname!;
const HERE = "./missing_module_test.ts";

const CASES: [specifier: string, sources: string[], isMissing: boolean][] = [
  [HERE, [`import "${HERE}"`], false],
  [`${HERE}?v=1`, [`import "${HERE}?v=1"`], false],
  [pathToFileURL(join(FOLDER, HERE)).href, [""], false],
  ["../language/", ["import '../language/'"], false],
  ["./none.ts", ['import "./none.ts"'], true],
  ["../none.json", ["1", 'import a from "../none.json"'], true],
  ["file:///none.ts", ['import "file:///none.ts"'], true],
  // A cell writes it first.
  ["./none.ts", ['write("none.ts")', 'import "./none.ts"'], false],
  ["./none.ts", ['write("none.ts"); await import("./none.ts")'], false],
  // Names that a map or a package gives.
  ["none", ['import "none"'], false],
  ["npm:none", ['import "npm:none"'], false],
  ["https://none.invalid/a.ts", ['import "https://none.invalid/a.ts"'], false],
  ["file://%", ['import "file://%"'], false],
];

for (const [specifier, sources, expected] of CASES) {
  const name = `${specifier} of ${JSON.stringify(sources)}`;
  Deno.test(`${name} is ${expected ? "" : "not "}missing`, () => {
    strictEqual(isMissing(specifier, FOLDER, sources), expected);
  });
}
