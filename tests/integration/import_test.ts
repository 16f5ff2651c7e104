/**
 * Modules of the notebook's folder: one per file, and fresh when edited.
 */

import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TestRuntime } from "./interpreter.ts";

/** Writes modules that were last edited on the given days of 2020. */
async function writeModules(
  folder: string,
  modules: Record<string, [day: number, text: string]>,
) {
  for (const [name, [day, text]] of Object.entries(modules)) {
    const path = join(folder, name);
    await Deno.writeTextFile(path, text);
    const edited = new Date(Date.UTC(2020, 0, day));
    await Deno.utime(path, edited, edited);
  }
}

Deno.test("a module that two others import is one, whatever their ages", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeModules(folder, {
      "old.ts": [1, 'export class Shared {}\nimport "./new.ts";'],
      "new.ts": [9, "export {};"],
      "left.ts": [2, 'export { Shared } from "./old.ts";'],
      "right.ts": [2, 'export { Shared } from "./old.ts";'],
      "both.ts": [
        2,
        'export { Shared as Left } from "./left.ts";\n' +
        'export { Shared as Right } from "./right.ts";\n' +
        'export { Shared } from "./old.ts";',
      ],
    });
    await using runtime = new TestRuntime(folder);
    const code = 'import { Left, Right, Shared } from "./both.ts";\n' +
      "Left === Right && Left === Shared";
    strictEqual(await runtime.run(code), "true");
    strictEqual(
      await runtime.run('(await import("./old.ts")).Shared === Shared'),
      "true",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a module is fresh when it, or what it imports, was edited", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeModules(folder, {
      "inner.ts": [1, "export const value = 1;"],
      "outer.ts": [2, 'export { value } from "./inner.ts";'],
    });
    await using runtime = new TestRuntime(folder);
    const code = 'import { value } from "./outer.ts";\nvalue';
    strictEqual(await runtime.run(code), "1");

    await writeModules(folder, { "inner.ts": [3, "export const value = 2;"] });
    strictEqual(await runtime.run(code), "2");

    await writeModules(folder, { "inner.ts": [4, "export const value = 3;"] });
    strictEqual(await runtime.run(code), "3");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("JSX is what the deno.json says", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const config = join(folder, "deno.json");
    const jsx = { jsx: "react-jsx", jsxImportSource: "mine" };
    const imports = { "mine/jsx-runtime": "./runtime.ts" };
    const text = JSON.stringify({ compilerOptions: jsx, imports });
    await Deno.writeTextFile(config, text);
    await Deno.writeTextFile(
      join(folder, "runtime.ts"),
      "export const jsx = (type, { children }) => type + children;",
    );
    await using runtime = new TestRuntime(folder);
    strictEqual(await runtime.run("<b>x</b>"), '"bx"');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a name that the config lacks is told by the name", async () => {
  await using runtime = new TestRuntime();
  strictEqual(
    await runtime.run('import x from "no-such-name"'),
    'TypeError: "no-such-name" is not among the imports of deno.json; ' +
      'a package is "npm:no-such-name", a file "./no-such-name"',
  );
});
