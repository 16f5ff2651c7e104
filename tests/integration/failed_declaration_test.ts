/** A name whose declaration failed can be assigned and declared later on. */

import { strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

/** Cells that fail, each before it has set NAME. */
const FAILED: Record<string, string> = {
  let: "throw 1; let NAME = 1",
  const: "throw 1; const NAME = 1",
  initializer: "const NAME = (() => { throw 1 })()",
  var: "throw 1; var NAME = 1",
  using: "throw 1; using NAME = null",
  class: "throw 1; class NAME {}",
  "class that fails": "class NAME { static { throw 1 } }",
  pattern: "throw 1; const { a: [NAME] } = { a: [1] }",
  "half a pattern": "let [NAME] = { *[Symbol.iterator]() { throw 1 } } as any",
  enum: "enum NAME { A = (() => { throw 1 })() }",
  namespace: "throw 1; namespace NAME { export const a = 1 }",
  import: "import { a as NAME } from './no_such_file.ts'",
  "default import": "import NAME from 'node:no_such'",
  "decorated class": "@(() => { throw 1 }) class NAME {}",
};

Deno.test("a name whose declaration failed can be assigned and declared", async () => {
  await using runtime = new TestRuntime();
  let count = 0;
  for (const [kind, cell] of Object.entries(FAILED)) {
    const after: Record<string, string[]> = {
      assigned: ["NAME = 4", "NAME"],
      "assigned in a function": ["function f() { NAME = 4 }; f()", "NAME"],
      "assigned by a pattern": ["[NAME] = [4]", "NAME"],
      "assigned by a loop": ["for (NAME of [4]);", "NAME"],
      "assigned twice": ["NAME = 3", "NAME = 4", "NAME += 1; NAME - 1"],
      "declared as let": ["let NAME = 4", "NAME = 3; NAME += 1"],
      "declared as const": ["const NAME = 4", "NAME"],
      "declared as var": ["var NAME = 4", "NAME"],
      "declared as function": ["function NAME() { return 4 }", "NAME()"],
      "declared as class": ["class NAME { a = 4 }", "new NAME().a"],
    };
    for (const [how, cells] of Object.entries(after)) {
      const name = `name${count++}`;
      const run = (code: string) => runtime.run(code.replaceAll("NAME", name));
      strictEqual((await run(cell)) === "undefined", false, kind);
      let value = "";
      for (const code of cells) value = await run(code);
      strictEqual(value, "4", `${kind}, then ${how}`);
    }
  }
});

Deno.test("a name whose declaration failed can't be read", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("throw 1; let a = 1");
  strictEqual(await runtime.run("a"), "ReferenceError: a is not defined");
  await runtime.run("a += 1");
  strictEqual(await runtime.run("a"), "ReferenceError: a is not defined");
});

Deno.test("what a failed cell has set stays as it was declared", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("const a = 1; let b = 2; throw 1; const c = 3");
  strictEqual(
    await runtime.run("a = 4"),
    "TypeError: Assignment to constant variable.",
  );
  strictEqual(await runtime.run("c = 3; b += 1; a + b + c"), "7");
});

Deno.test("a declaration that an await never reached can be assigned", async () => {
  await using runtime = new TestRuntime();
  const stopped = await runtime.stop(
    "console.log('go'); await new Promise((go) => setTimeout(go, 1e6)); const b = 1; class C {}",
  );
  strictEqual(stopped, "Interrupted");
  strictEqual(await runtime.run("b = 4; C = 5; b + C"), "9");
  await runtime.stop("console.log('go'); while (true); let d = 1");
  strictEqual(await runtime.run("d = 4; d"), "4");
});
