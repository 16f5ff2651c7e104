/** Cells that overwrite or hide what everybody takes for granted. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

/** What V8 has not made constant, and Deno not a getter. */
const NAMES = Object.entries(Object.getOwnPropertyDescriptors(globalThis))
  .filter(([name, { configurable, set, value }]) =>
    configurable && (set || value !== undefined) && name !== "eval"
  )
  .map(([name]) => name);

/** Cells that need the kernel's own code, and what they give. */
async function checkAll(runtime: TestRuntime) {
  strictEqual(await runtime.run("const z = await 2; z"), "2");
  strictEqual(await runtime.run("throw 5"), "Uncaught: 5");
  match(await runtime.run("null.x"), /^TypeError: Cannot read/);
  strictEqual(await runtime.run("function f() { return 3 } f()"), "3");
  strictEqual(await runtime.run("enum E { A, B } E.B"), "1");
  strictEqual(await runtime.run("class A { @log m() {} } 4"), "4");
  strictEqual(
    await runtime.run("import { sep } from 'node:path'; sep"),
    '"/"',
  );
  strictEqual(
    await runtime.run(
      "let s = 0; for await (const x of [1, resolved]) s += x; s",
    ),
    "3",
  );
  strictEqual(
    await runtime.run("({ [DISPLAY]: () => ({ 'text/plain': 'b' }) })"),
    "b",
  );
  strictEqual(
    await runtime.run(
      "later(() => {}, 0); open('t', {}).send({}, { buffers: [bytes] }); 6",
    ),
    "6",
  );
  strictEqual(await runtime.stop("print('go'); for (;;);"), "Interrupted");
  const cell = runtime.start(
    "print('printed'); await show([{ a: 1 }, { a: [2] }]); [{ a: 1 }]",
  );
  const outcome = await cell.outcome;
  strictEqual(cell.stdout, "printed\n");
  strictEqual(cell.broadcasts.length, 1);
  strictEqual(outcome.status, "ok");
  if (outcome.status === "ok") {
    deepStrictEqual(Object.keys(outcome.data!), ["text/plain", "text/html"]);
  }
}

const CAPTURED = `const DISPLAY = Symbol.for("Jupyter.display");
  const print = console.log, show = Deno.jupyter.display, later = setTimeout;
  const { open } = Deno.jupyter.comms, bytes = new Uint8Array(3);
  const resolved = Promise.resolve(2);
  const log = (_value: unknown, context: { kind: string }) => {};`;

Deno.test("a cell may overwrite all globals and the next ones still work", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(CAPTURED);
  const names = JSON.stringify(NAMES.filter((name) => name !== "globalThis"));
  strictEqual(
    await runtime.run(
      `for (const name of ${names}) globalThis[name] = null; 1`,
    ),
    "1",
  );
  await checkAll(runtime);
});

Deno.test("a cell may declare variables named as all globals", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(CAPTURED);
  strictEqual(
    await runtime.run(`let ${NAMES.map((name) => `${name} = null`)}; 1`),
    "1",
  );
  await checkAll(runtime);
});

Deno.test("setters on Object.prototype don't reach the kernel", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(CAPTURED);
  const setters = ["value", "data", "cause", "errors", "ename", "fenced"];
  await runtime.run(
    `for (const name of ${JSON.stringify(setters)}) {
      Object.defineProperty(Object.prototype, name, {
        set() { throw new Error(name) },
      });
    }`,
  );
  await checkAll(runtime);
});

Deno.test("a function's text is that of its cell", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(
    "import { sep } from 'node:path'; const sum = (a, b) => a + b;",
  );
  const text = await runtime.run(
    "String(async (x) => { for await (const y of [x]) await sep; return x })",
  );
  strictEqual(
    text,
    '"async (x) => { for await (const y of ([x])) await (sep); return x }"',
  );
  strictEqual(await runtime.run("`${sum}`"), '"(a, b) => a + b"');
  strictEqual(
    await runtime.run("await (0, eval)(`(${async () => await 7})`)()"),
    "7",
  );
  const { toString } = Function.prototype;
  const facts =
    "[String(Function.prototype.toString), Function.prototype.toString.length, " +
    "Object.keys(Function.prototype).length].join()";
  strictEqual(await runtime.run(facts), `"${[`${toString}`, 0, 0].join()}"`);
  strictEqual(
    await runtime.run("Function.prototype.toString.call({})"),
    "TypeError: Function.prototype.toString requires that 'this' be a Function",
  );
});
