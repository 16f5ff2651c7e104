/**
 * Every file of `kernel` and `lib` that does something has a unit test of its
 * own path, or a row in `covered_by.ts` that names the test that covers it.
 */

import { deepStrictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { COVERED_BY } from "./covered_by.ts";
import { importsOf, root, sources } from "./layering.ts";

/** What processes start with, so that tests that start them reach the rest. */
const ENTRIES = [
  "install.ts",
  "kernel/child/main.ts",
  "kernel/install/lab.ts",
  "kernel/main.ts",
  "kernel/thaw.ts",
  "lib/data/fetch_all.ts",
  "lib/mod.ts",
  "lib/plot/render_worker.ts",
];

/** The file as it runs; nothing is left of types and re-exports. */
function doesNothing(path: string): boolean {
  if (path.endsWith(".d.ts")) return true;
  const { outputText } = ts.transpileModule(
    Deno.readTextFileSync(join(root, path)),
    { compilerOptions: { target: ts.ScriptTarget.ESNext } },
  );
  const file = ts.createSourceFile(path, outputText, ts.ScriptTarget.ESNext);
  return file.statements.every((statement) =>
    ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement)
  );
}

function hasOwnTest(path: string): boolean {
  return existsSync(join(root, "tests", path.replace(/\.ts$/, "_test.ts")));
}

const files = [...sources("kernel"), ...sources("lib")]
  .filter((path) => !hasOwnTest(path) && !doesNothing(path));

/** The row of a file: its own, else that of the nearest folder. */
function rowOf(path: string): string | undefined {
  return Object.keys(COVERED_BY)
    .filter((row) => row === path || row.endsWith("/") && path.startsWith(row))
    .sort((a, b) => b.length - a.length)[0];
}

const imports = new Map<string, string[]>();

/** All files that some files import, however far. */
function reached(...starts: string[]): Set<string> {
  const found = new Set(starts);
  for (const path of found) {
    if (!imports.has(path)) imports.set(path, importsOf(path));
    imports.get(path)!.forEach((target) => found.add(target));
  }
  return found;
}

Deno.test("each file has a unit test, or a row that names the test that covers it", () => {
  deepStrictEqual(files.filter((path) => !rowOf(path)), []);
});

Deno.test("no row of covered_by.ts is stale", () => {
  // A file that has got a test of its own may keep its row.
  const used = new Set(files.map(rowOf));
  const stale = Object.keys(COVERED_BY).filter((row) =>
    row.endsWith("/") ? !used.has(row) : !existsSync(join(root, row))
  );
  deepStrictEqual(stale, []);
  const missing = Object.values(COVERED_BY)
    .filter((test) => !existsSync(join(root, "tests", test)));
  deepStrictEqual(missing, []);
});

Deno.test("the test that a row names gets to the file", () => {
  // The page loads each file of the extension by its address.
  const processes = reached(...ENTRIES, ...sources("kernel/lab/browser"));
  const wrong = files.flatMap((path) => {
    const test = COVERED_BY[rowOf(path) ?? ""];
    if (!test || reached(`tests/${test}`).has(path)) return [];
    const isStarted = test.startsWith("integration/") && processes.has(path);
    return isStarted ? [] : [`${path}: ${test}`];
  });
  deepStrictEqual(wrong, []);
});
