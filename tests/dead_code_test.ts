/** What is exported is used: by another file, by its own, or by a test. */

import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { root, sources } from "./layering.ts";

/** What the page loads by its address, and JupyterLab calls. */
const CALLED_FROM_OUTSIDE = ["kernel/lab/browser/mime_extension.ts"];

Deno.test("each exported function, class and constant is named a second time", () => {
  const texts = new Map(
    ["kernel", "lib", "tests"].flatMap((top) => [...sources(top)])
      .concat("install.ts")
      .map((path) => [path, Deno.readTextFileSync(join(root, path))]),
  );
  const counts = new Map<string, number>();
  for (const text of texts.values()) {
    for (const [word] of text.matchAll(/[\w$]+/g)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const unused = [...texts].flatMap(([path, text]) => {
    if (path.endsWith(".d.ts") || CALLED_FROM_OUTSIDE.includes(path)) return [];
    const exported = text.matchAll(
      /^export (?:async )?(?:abstract )?(?:function\*?|class|const) (\w+)/gm,
    );
    return [...exported].filter(([, name]) => counts.get(name) === 1)
      .map(([, name]) => `${path}: ${name}`);
  });
  deepStrictEqual(unused, []);
});
