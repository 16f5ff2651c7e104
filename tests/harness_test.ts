/**
 * In `tests/integration` lie tests only, so that a reader finds there what is
 * tested; what they use is in `tests/harness`.
 */

import { deepStrictEqual } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root, sources } from "./layering.ts";

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".pyc"))
    .map((entry) => join(entry.parentPath, entry.name));
}

Deno.test("tests/integration holds tests only", () => {
  const others = filesBelow("tests/integration")
    .filter((path) => !/_test\.ts$|^test_.*\.py$/.test(basename(path)));
  deepStrictEqual(others, []);
});

/** A name without its case and underscores, so that both spellings meet. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

Deno.test("a file of the harness is named after one of its exports", () => {
  const wrong: string[] = [];
  for (const path of sources("tests/harness")) {
    // Programs, what cells import, and what is imported for its effect.
    const folder = dirname(path);
    if (folder !== "tests/harness") continue;
    if (path === "tests/harness/checked_messages.ts") continue;
    const text = Deno.readTextFileSync(join(root, path));
    const names = [
      ...text.matchAll(
        /^export (?:async )?(?:function|class|const|interface|type) (\w+)/gm,
      ),
    ].map(([, name]) => plain(name));
    if (!names.includes(plain(basename(path, ".ts")))) wrong.push(path);
  }
  deepStrictEqual(wrong, []);
});
