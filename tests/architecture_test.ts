/** ARCHITECTURE.md says what is so: its map, its invariants, its packages. */

import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import chromium from "./chromium/deno.json" with { type: "json" };
import config from "../deno.json" with { type: "json" };
import { CHAINS, place, root } from "./layering.ts";

/** One section, its paragraphs each on one line. */
function section(heading: string): string {
  const text = Deno.readTextFileSync(join(root, "ARCHITECTURE.md"));
  const after = text.split(`\n## ${heading}\n`)[1];
  return after.split("\n## ")[0];
}

/** The code spans in the first cells of a table's rows. */
function firstCells(heading: string): string[] {
  return section(heading).split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) =>
      line.split("|")[1].replaceAll(/\(.*\)/g, "").match(/`[^`]+`/g)!
    )
    .map((span) => span.slice(1, -1));
}

Deno.test("the code map has each folder once, in the order of imports", () => {
  const folders = ["kernel", "lib"].flatMap((top) =>
    [...Deno.readDirSync(join(root, top))]
      .filter((entry) => entry.isDirectory)
      .map((entry) => `${top}/${entry.name}`)
  );
  const mapped = firstCells("Code map");
  deepStrictEqual(mapped.toSorted(), folders.toSorted());
  for (const chain of CHAINS) {
    const inMap = mapped.filter((folder) => place(chain, folder) >= 0);
    const inChain = chain.filter((folder) => mapped.includes(folder));
    deepStrictEqual(inMap, inChain);
  }
});

Deno.test("each invariant names a test that exists", () => {
  const rows = section("Invariants").split("\n")
    .filter((line) => line.startsWith("|")).slice(2);
  ok(rows.length >= 10, `${rows.length} invariants`);
  const wrong = rows.filter((row) => {
    const named = /`(tests\/\S+)`: "(.*)" +\|$/.exec(row);
    if (!named) return true;
    const source = Deno.readTextFileSync(join(root, named[1]));
    return !source.includes(JSON.stringify(named[2]));
  });
  deepStrictEqual(wrong, []);
});

Deno.test("each entry point exists", () => {
  for (const path of firstCells("Entry points")) {
    ok(Deno.statSync(join(root, path)).isFile, path);
  }
});

Deno.test("each package of deno.json has its row, and each row its package", () => {
  const imported = Object.entries({ ...config.imports, ...chromium.imports })
    .filter(([, target]) => target.startsWith("npm:"))
    .map(([name]) => name.replace(/\/(node)?$/, ""));
  const rows = firstCells("Dependencies");
  deepStrictEqual(rows.toSorted(), imported.toSorted());
});

Deno.test("ARCHITECTURE.md has two pages at most", () => {
  const text = Deno.readTextFileSync(join(root, "ARCHITECTURE.md"));
  // A page of a guide has 60 lines; of tables, a few more.
  const lines = text.split("\n").filter((line) => line !== "").length;
  ok(lines <= 140, `${lines} lines`);
});
