/** What a stopped cell may still do: its `catch`, `finally` and `using`. */

import { match, ok, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

const SETUP = `
const log = [];
const forever = () => new Promise((go) => setTimeout(go, 1e6));
const soon = (ms = 5) => new Promise((go) => setTimeout(go, ms));
const go = () => console.log("go");
const note = (text) => log.push(text);
const open = (name) => ({
  [Symbol.dispose]() { note(name) },
});
const openLate = (name) => ({
  async [Symbol.asyncDispose]() { await soon(); note(name) },
});
`;

/** Stops the cell once it prints "go"; gives what it noted, in order. */
async function logOf(runtime: TestRuntime, cell: string): Promise<string> {
  strictEqual(await runtime.stop(cell), "Interrupted", cell);
  return (await runtime.run("log.splice(0).join()")).slice(1, -1);
}

const CASES: Record<string, [cell: string, log: string]> = {
  "finally": [
    "go(); try { await forever() } finally { note('a') } note('no')",
    "a",
  ],
  "catch": [
    "go(); try { await forever() } catch (e) { note(e.name + (e instanceof Error)) } note('goes on'); await soon(); note('no')",
    "InterruptedErrortrue,goes on",
  ],
  "using": ["using a = open('a'), b = open('b'); go(); await forever()", "b,a"],
  "using in a block": [
    "{ using a = open('a'); go(); await forever() } note('no')",
    "a",
  ],
  "await using": [
    "await using a = openLate('a'); using b = open('b'); go(); await forever()",
    "b,a",
  ],
  "clean-up that awaits": [
    "go(); try { await forever() } finally { await soon(); note('a'); await soon(50); note('b') } note('no')",
    "a,b",
  ],
  "clean-up that awaits a function": [
    "async function end(n) { await soon(); note('a' + n); for await (const x of [soon()]) note('b'); await soon() } go(); try { await forever() } finally { await end(1); await end(2) }",
    "a1,b,a2,b",
  ],
  "a rollback in catch": [
    "go(); try { await forever() } catch (e) { await soon(); note('rollback'); throw e } finally { note('closed') }",
    "rollback,closed",
  ],
  "Stop while the cell runs": [
    "go(); const end = performance.now() + 10; while (performance.now() < end); try { await forever() } finally { await soon(); note('a') } note('no')",
    "a",
  ],
  "nested functions, first awaits": [
    "async function c() { try { go(); await forever() } finally { note('c') } } async function b() { try { await c() } finally { note('b') } } async function a() { try { await b() } finally { note('a') } } try { await a() } finally { note('cell') }",
    "c,b,a,cell",
  ],
  "nested functions in loops": [
    "async function c() { try { for (let i = 0;; i++) { await soon(1); if (i === 5) go() } } finally { note('c') } } async function b() { await soon(); try { await c() } finally { await soon(); note('b') } } try { await b() } finally { note('cell') }",
    "c,b,cell",
  ],
  "arrow functions": [
    "const c = async () => await forever().finally(() => 0), b = async () => { try { go(); await c() } finally { note('b') } }; try { await b() } finally { note('cell') }",
    "b,cell",
  ],
  "methods and accessors": [
    "class K { async m() { try { go(); await forever() } finally { note('m') } } async *g() { try { yield await this.m() } finally { note('g') } } } try { for await (const x of new K().g()) note('no') } finally { note('cell') }",
    "m,g,cell",
  ],
  "a promise that was kept": [
    "async function task() { try { await forever() } finally { note('task') } } const t = task(); go(); try { await t } finally { note('cell') }",
    "task,cell",
  ],
  "Promise.all": [
    "async function task(n) { try { await forever() } finally { note(n) } } const all = Promise.all([1, 2, 3].map(task)); go(); try { await all } finally { note('cell') } ",
    "3,cell,2,1",
  ],
  "for await": [
    "async function* g() { try { yield 1; await forever(); yield 2 } finally { await soon(); note('g') } } try { for await (const x of g()) { note(x); go() } } finally { note('cell') }",
    "1,g,cell",
  ],
  "for await, stopped in its body": [
    "async function* g() { try { yield 1; yield 2 } finally { await soon(); note('g') } } try { for await (const x of g()) { go(); await forever() } } finally { note('cell') }",
    "g,cell",
  ],
  "for await of what is not asynchronous": [
    "function* g() { try { yield 1; yield 2 } finally { note('g') } } try { for await (const x of g()) { go(); await forever() } } finally { note('cell') }",
    "g,cell",
  ],
  "a loop that swallows": [
    "go(); for (;;) try { await forever() } catch { note('once') }",
    "once",
  ],
  "a function that swallows": [
    "async function f() { try { await forever() } catch { note('swallowed') } return 1 } go(); try { await f(); note('no') } catch (e) { note(e.name) }",
    "swallowed,InterruptedError",
  ],
  "an error in the clean-up": [
    "async function f() { try { await forever() } finally { throw new Error('of f') } } go(); try { await f() } catch (e) { note(e.message); throw e }",
    "of f",
  ],
  "a function of an earlier cell": [
    "go(); await earlier()",
    "earlier",
  ],
  "what nobody awaits": [
    "(async () => { try { await forever() } finally { note('floating') } })(); go(); await forever()",
    "floating",
  ],
  "a callback's await": [
    "setTimeout(async () => { try { go(); await forever() } finally { note('callback') } }); await forever()",
    "callback",
  ],
};

Deno.test("a stopped cell cleans up", async (t) => {
  await using runtime = new TestRuntime();
  strictEqual(await runtime.run(SETUP), "undefined");
  await runtime.run(
    "async function earlier() { try { await forever() } finally { note('earlier') } }",
  );
  for (const [what, [cell, log]] of Object.entries(CASES)) {
    await t.step(what, async () => {
      strictEqual(await logOf(runtime, cell), log);
    });
  }
  await t.step(
    "and shows no error of the clean-up in the background",
    async () => {
      const cell = runtime.start(
        "go(); (async () => { await forever() })(); try { await forever() } finally { console.log('bye') }",
      );
      await cell.until(() => cell.stdout.includes("go"));
      await runtime.interpreter.interrupt();
      await cell.outcome;
      strictEqual(cell.stderr, "");
      match(cell.stdout, /bye/);
    },
  );
});

Deno.test("a stopped cell's clean-up ends after 2 s", async (t) => {
  await using runtime = new TestRuntime();
  await runtime.run(SETUP + "let n = 0;");
  const cases = {
    "that awaits for ever": "finally { await forever(); note('no') }",
    "that loops with await": "catch { while (true) { await soon(1); n++ } }",
    "that is busy": "finally { while (true) n++ }",
  };
  for (const [what, cleanUp] of Object.entries(cases)) {
    await t.step(what, async () => {
      const start = performance.now();
      const cell = `go(); try { await forever() } ${cleanUp}`;
      strictEqual(await logOf(runtime, cell), "");
      const took = performance.now() - start;
      ok(took > 1900, `${took}`);
      // It stands still, and the variables are there.
      const before = await runtime.run("n");
      await runtime.run("await soon(30)");
      strictEqual(await runtime.run("n"), before);
    });
  }
});

Deno.test("a second Stop cuts the clean-up short and keeps the variables", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(SETUP);
  const cell = runtime.start(
    "go(); try { await forever() } finally { go(); await soon(600); go(); await forever() }",
  );
  await cell.until(() => cell.stdout.includes("go"));
  const first = runtime.interpreter.interrupt();
  await cell.until(() => cell.stdout.split("go").length === 4);
  const start = performance.now();
  await runtime.interpreter.interrupt();
  await first;
  ok(performance.now() - start < 1000);
  strictEqual((await cell.outcome).status, "error");
  strictEqual(await runtime.run("log.length"), "0");
});

Deno.test("who awaits a loop that Stop cuts cleans up", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(SETUP);
  const cell =
    "async function f() { await soon(); go(); for (;;); } try { await f() } finally { note('cell') }";
  strictEqual(await logOf(runtime, cell), "cell");
});
