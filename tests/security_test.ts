/** Each promise of SECURITY.md names a test that exists. */

import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { ATTACKS } from "./attack/attacks.ts";

const root = join(import.meta.dirname!, "..");

Deno.test("each promise of SECURITY.md names a test that exists", () => {
  const text = Deno.readTextFileSync(join(root, "SECURITY.md"));
  const rows = [...text.matchAll(/^\|.*\| `(\S+)` +\| "(.*)" +\|$/gm)];
  ok(rows.length >= 20, `${rows.length} rows`);
  // That file names its tests by the table.
  const attacks = ATTACKS.map(({ name }) => `attack: ${name}`);
  const missing = rows.filter(([, path, name]) => {
    if (path === "tests/integration/attack_test.ts") {
      return !attacks.includes(name);
    }
    try {
      const source = Deno.readTextFileSync(join(root, path));
      return !source.includes(JSON.stringify(name));
    } catch {
      return true;
    }
  });
  deepStrictEqual(missing.map(([row]) => row), []);
});
