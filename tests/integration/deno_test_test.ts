/** `Deno.test` in cells: what a cell registers runs at its end. */

import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { TestRuntime } from "../harness/test_runtime.ts";

/** What a cell prints, without how long it took. */
async function printed(runtime: TestRuntime, code: string): Promise<string> {
  const cell = runtime.start(code);
  const outcome = await cell.outcome;
  const text = cell.stdout.replace(/\(\d+ms\)/g, "(0ms)");
  if (outcome.status === "error") {
    const traceback = outcome.error.traceback.join("\n");
    return text + stripVTControlCharacters(traceback);
  }
  const value = outcome.data?.["text/plain"];
  return value === undefined ? text : `${text}${value}`;
}

Deno.test("tests of a cell run at its end and are reported", async (t) => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(
    join(folder, "sum_test.ts"),
    'Deno.test("of a module", () => {});',
  );
  await using runtime = new TestRuntime(folder);
  const rows: Record<string, [code: string, text: string]> = {
    "by node:test, before any by Deno's": [
      'import { describe, it } from "node:test";\n' +
      'describe("sums", () => { it("adds", () => {}); });',
      "  adds ... ok (0ms)\nsums ... ok (0ms)\n\n" +
      "ok | 1 passed (1 step) | 0 failed (0ms)\nPromise { undefined }",
    ],
    "as the last thing": [
      'Deno.test("adds", () => { console.log("in it"); }); // end',
      "in it\nadds ... ok (0ms)\n\nok | 1 passed | 0 failed (0ms)\n",
    ],
    "with a value after it, which is not waited for": [
      "Deno.test(function named() {}); Promise.resolve(1)",
      "named ... ok (0ms)\n\nok | 1 passed | 0 failed (0ms)\nPromise { 1 }",
    ],
    "in a loop": [
      "for (const n of [1, 2]) Deno.test(`case ${n}`, () => {})",
      "case 1 ... ok (0ms)\ncase 2 ... ok (0ms)\n\nok | 2 passed | 0 failed (0ms)\n",
    ],
    "of a module": [
      'import "./sum_test.ts"',
      "of a module ... ok (0ms)\n\nok | 1 passed | 0 failed (0ms)\n",
    ],
    "by a function that an earlier cell has": [
      "const register = (name) => Deno.test(name, () => {});",
      "",
    ],
    "by its call": [
      'register("called"); 2',
      "called ... ok (0ms)\n\nok | 1 passed | 0 failed (0ms)\n2",
    ],
    "with steps, around which others run": [
      `Deno.test.beforeEach(() => console.log("before"));
       Deno.test("steps", async (t) => {
         await t.step("one", async (t) => { await t.step("two", () => {}); });
       });
       Deno.test({ name: "left out", ignore: true, fn() {} });`,
      "before\n    two ... ok (0ms)\n  one ... ok (0ms)\nsteps ... ok (0ms)\n" +
      "left out ... ignored (0ms)\n\n" +
      "ok | 1 passed (2 steps) | 0 failed | 1 ignored (0ms)\n",
    ],
    "none in a later cell, whose statement has a value": [
      "if (true) { 7 }",
      "7",
    ],
    "only one": [
      'Deno.test("a", () => {}); Deno.test.only("b", () => {});',
      "b ... ok (0ms)\n\nok | 1 passed | 0 failed (0ms)\n",
    ],
  };
  for (const [name, [code, text]] of Object.entries(rows)) {
    await t.step(name, async () => {
      strictEqual(await printed(runtime, code), text);
    });
  }
  await t.step("a failure fails the cell, with its place", async () => {
    const text = await printed(
      runtime,
      'Deno.test("good", () => {});\n' +
        'Deno.test("bad", async (t) => {\n' +
        '  await t.step("part", () => { throw new RangeError("why") });\n' +
        "});",
    );
    match(text, /^good \.\.\. ok \(0ms\)\n {2}part \.\.\. FAILED \(0ms\)\n/);
    match(text, /^bad \.\.\. FAILED \(due to 1 failed step\) \(0ms\)$/m);
    match(text, /^FAILED \| 1 passed \(1 step\) \| 1 failed \(0ms\)$/m);
    match(text, /^TestsFailed: 1 of 2 tests failed: bad$/m);
    match(text, /RangeError: why\n +at In \[\d+\]:3:38/);
  });
  await t.step("Stop ends them", async () => {
    const code = 'Deno.test("waits", async () => {' +
      'console.log("go"); await new Promise(() => {}); });' +
      'Deno.test("never", () => { console.log("never") });';
    strictEqual(await runtime.stop(code), "Interrupted");
    strictEqual(await printed(runtime, "1 + 1"), "2");
  });
  await Deno.remove(folder, { recursive: true });
});
