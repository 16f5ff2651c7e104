import { strictEqual } from "node:assert/strict";
import {
  coveredPaths,
  isCovered,
} from "../../../kernel/config/covered_paths.ts";

Deno.test("isCovered() is as TypeScript has it", () => {
  // Each beside `deno run` of a notebook.ts in the folder `notes` (2.9.6).
  const cases: [config: object, isIt: boolean][] = [
    [{}, true],
    [{ include: ["src"] }, false],
    [{ include: ["src", "notes"] }, true],
    [{ include: ["./notes/"] }, true],
    [{ include: ["."] }, true],
    [{ include: ["*"] }, false],
    [{ include: ["not*"] }, false],
    [{ include: ["**/*.ts"] }, true],
    [{ include: ["notes/*"] }, true],
    [{ include: ["**/*"], exclude: ["notes"] }, false],
    [{ exclude: ["**/notes/**"] }, false],
    [{ exclude: ["node_modules", "**/*.test.ts"] }, true],
    [{ files: [] }, false],
    [{ files: ["notes/notebook.ts"] }, true],
    [{ files: ["src/a.ts"], include: ["notes"] }, true],
  ];
  for (const [config, isIt] of cases) {
    // Below a name in square brackets Deno itself misses patterns with stars.
    for (const project of ["/project", "/a [b]/{c,d}"]) {
      const covered = coveredPaths(config, project);
      const found = isCovered(`${project}/notes`, covered);
      strictEqual(found, isIt, JSON.stringify(config));
    }
  }
});
