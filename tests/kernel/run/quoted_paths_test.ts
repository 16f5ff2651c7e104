import { deepStrictEqual } from "node:assert/strict";
import { quotedPaths } from "../../../kernel/run/quoted_paths.ts";

Deno.test("quotedPaths() finds paths of code, whoever imports them", () => {
  const source = `import a from "./a.ts?v=1"; export * from '../b c.mjs';
    const later = \`/d.jsx\`; import("file:///e.cts#x"); import "./f";
    import data from "./g.json"; read("./h.csv"); import "npm:i"; "./j.ts`;
  deepStrictEqual(quotedPaths(source), [
    "./a.ts?v=1",
    "../b c.mjs",
    "/d.jsx",
    "file:///e.cts#x",
    "./f",
  ]);
});
