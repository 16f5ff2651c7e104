/**
 * Tests compare strictly, under the names that `node:assert/strict` gives. Its
 * named exports `equal` and `deepEqual` compare loosely on Deno 2.9.6.
 */

import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { root, sources } from "./layering.ts";

/** Stands in for the module, so it has the module's names for its own. */
const STAND_IN = "tests/mutants/soft_assert.ts";

Deno.test("tests import strict asserts only, under their own names", () => {
  const wrong: string[] = [];
  for (const path of sources("tests")) {
    if (path === STAND_IN) continue;
    const text = Deno.readTextFileSync(join(root, path));
    const imports = text.matchAll(
      /^import\s+([^;"]*?)\s+from\s+"((?:node:)?assert(?:\/strict)?)"/gm,
    );
    for (const [, names, module] of imports) {
      if (module !== "node:assert/strict") wrong.push(`${path}: ${module}`);
      if (!names.startsWith("{")) wrong.push(`${path}: ${names}`);
      for (const name of names.split(/[{},]/).map((part) => part.trim())) {
        const isLoose = /^(not)?(equal|deepEqual)$/i.test(name);
        if (isLoose || name.includes(" as ")) wrong.push(`${path}: ${name}`);
      }
    }
  }
  deepStrictEqual(wrong, []);
});
