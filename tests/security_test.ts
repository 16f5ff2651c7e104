/** SECURITY.md: each promise names a test, each threat has promises. */

import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { ATTACKS } from "./attack/attacks.ts";

const root = join(import.meta.dirname!, "..");
const text = Deno.readTextFileSync(join(root, "SECURITY.md"));
const rows = [...text.matchAll(/^\| (.*?) +\|.*\| `(\S+)` +\| "(.*)" +\|$/gm)]
  .map(([, against, path, test]) => ({ against, path, test }));

/** Whether the file has a test of this name. */
function exists({ path, test }: { path: string; test: string }): boolean {
  if (path === "tests/integration/attack_test.ts") {
    // That file names its tests by the table.
    return ATTACKS.some(({ name }) => test === `attack: ${name}`);
  }
  try {
    const source = Deno.readTextFileSync(join(root, path));
    const name = JSON.stringify(test);
    return source.includes(`Deno.test(${name}`) ||
      source.includes(`Deno.test({\n  name: ${name}`);
  } catch {
    return false;
  }
}

Deno.test("each promise of SECURITY.md names a test that exists", () => {
  ok(rows.length >= 30, `${rows.length} rows`);
  deepStrictEqual(rows.filter((row) => !exists(row)), []);
});

Deno.test("against each that SECURITY.md calls hostile something is promised", () => {
  const hostile = [...text.matchAll(/^- \*\*(.*?)\*\*/gm)]
    .map(([, name]) => name.toLowerCase());
  ok(hostile.length >= 7, hostile.join());
  const without = hostile.filter((name) =>
    !rows.some(({ against }) => against.includes(name))
  );
  deepStrictEqual(without, []);
});
