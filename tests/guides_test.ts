/** The guides name files that exist. */

import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..");

/** Paths that a guide names, relative to a folder, and that do not exist. */
function missingPaths(guide: string, folder: string): string[] {
  const text = Deno.readTextFileSync(join(root, guide));
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span);
  const paths = spans.flatMap((span) => span.split(" "))
    .filter((word) => /^[\w.-]+\/[\w./-]*$/.test(word));
  return paths.filter((path) => {
    try {
      Deno.statSync(join(root, folder, path));
      return false;
    } catch {
      return true;
    }
  });
}

Deno.test("CONTRIBUTING.md names files that exist", () => {
  deepStrictEqual(missingPaths("CONTRIBUTING.md", "."), []);
});

Deno.test("tests/README.md names files that exist", () => {
  deepStrictEqual(missingPaths("tests/README.md", "tests"), []);
});
