/** Errors of cells, as they are shown. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

async function failing(runtime: TestRuntime, code: string) {
  const outcome = await runtime.start(code).outcome;
  if (outcome.status !== "error") throw new Error("The cell did not fail");
  const { ename, evalue, traceback } = outcome.error;
  // deno-lint-ignore no-control-regex
  const text = traceback.join("\n").replace(/\x1b\[\d+m/g, "");
  return { ename, evalue, text };
}

Deno.test("an error has frames of cells only, the awaits that it came through among them", async (t) => {
  await using runtime = new TestRuntime();
  const { text } = await failing(runtime, 'await Deno.readTextFile("/none")');
  match(text, /at In \[1\]:1:\d+\n.*await Deno\.readTextFile/);
  const nested = await failing(
    runtime,
    "async function inner() { await null; JSON.parse('x') }\nasync function outer() {\n  await inner() }\n\nawait outer()",
  );
  match(
    nested.text,
    /at inner \(In \[2\]:1:43\)[^]*at async outer \(In \[2\]:3:\d+\)[^]*at In \[2\]:5:1/,
  );
  // Decorators and `using` run functions of the kernel's own in between.
  for (
    const code of [
      "function no() { throw new Error('no') }\nclass A { @no m() {} }",
      "using x = { [Symbol.dispose]() { throw new Error('no') } }",
    ]
  ) {
    const { text } = await failing(runtime, code);
    const frames = text.match(/^ +at .*/gm) ?? [];
    ok(frames.length > 0, text);
    deepStrictEqual(frames.filter((frame) => !/In \[\d\]:/.test(frame)), []);
  }
  await t.step(
    "one that was made outside of cells points at the await",
    async () => {
      const stack = async (code: string) => {
        const { text } = await failing(runtime, code);
        return text.match(/In \[\d+\]:\d+:\d+/g)?.map((place) =>
          place.slice(place.indexOf("]") + 2)
        );
      };
      // Node's calls end in callbacks of Deno's, where no cell is on the stack.
      await runtime.run(
        'import fs from "node:fs/promises"; const none = "/none"',
      );
      deepStrictEqual(await stack("1;\nawait fs.readFile(none)"), ["2:1"]);
      deepStrictEqual(
        await stack(
          "async function read() {\n  return await fs.readFile(none);\n}\nawait read()",
        ),
        ["2:10", "4:1"],
      );
      deepStrictEqual(await stack("1;\nawait Promise.reject('text')"), ["2:1"]);
      // One that was caught is not taken for another one.
      deepStrictEqual(
        await stack(
          "await fs.readFile(none).catch(() => {});\ntry { await fs.readFile(none); } catch { /* None. */ }\n" +
            "await Promise.reject(Object.assign(new Error('a'), { stack: 'Error: a' }))",
        ),
        ["3:1"],
      );
      // Where it comes from is kept when another one is thrown.
      deepStrictEqual(
        await stack(
          "try {\n  await fs.readFile(none);\n} catch (cause) {\n  throw new Error('b', { cause }); }",
        ),
        ["4:9", "2:3"],
      );
    },
  );
});

Deno.test("an error has its place and is shown once", async (t) => {
  await using runtime = new TestRuntime();
  await t.step("an import that fails points at the import", async () => {
    const { text } = await failing(runtime, "1\nimport { x } from './none.ts'");
    match(text, /at In \[1\]:2:1/);
  });
  await t.step("native functions are shown without a place", async () => {
    const { text } = await failing(runtime, 'JSON.parse("{bad")');
    match(text, /at JSON\.parse \(<anonymous>\)\n/);
  });
  await t.step("causes that go in a circle are shown once", async () => {
    const { text } = await failing(
      runtime,
      "const a = new Error('a'), b = new Error('b', { cause: a }); a.cause = b; throw a",
    );
    strictEqual(text.match(/Caused by/g)?.length, 1);
  });
  await t.step("an error of another realm is an error", async () => {
    const { ename, evalue } = await failing(
      runtime,
      "import vm from 'node:vm'; vm.runInNewContext('null.x')",
    );
    deepStrictEqual([ename, evalue], [
      "TypeError",
      "Cannot read properties of null (reading 'x')",
    ]);
  });
});

Deno.test("whatever is thrown is shown, in plain text", async () => {
  await using runtime = new TestRuntime();
  const thrown = {
    "5n": "5n",
    "null": "null",
    "undefined": "undefined",
    "'text'": "text",
    "{ a: 1 }": "{ a: 1 }",
    "Symbol('s')": "Symbol(s)",
    "new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })": "{}",
  };
  for (const [code, text] of Object.entries(thrown)) {
    const { ename, evalue } = await failing(runtime, `throw ${code}`);
    deepStrictEqual([ename, evalue], ["Uncaught", text]);
  }
  const { ename } = await failing(
    runtime,
    "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy",
  );
  strictEqual(ename, "Uncaught");
});

Deno.test("a message that looks like a stack is only a message", async () => {
  await using runtime = new TestRuntime();
  const { text } = await failing(
    runtime,
    "throw new Error('first\\n    at fake (file:///x.ts:1:1)')",
  );
  strictEqual(text.match(/fake/g)?.length, 2, "once as message, once as code");
});

Deno.test("for await over what is not iterable says so", async () => {
  await using runtime = new TestRuntime();
  const { evalue, text } = await failing(runtime, "for await (const x of 5);");
  strictEqual(evalue, "5 is not async iterable");
  match(text, /at In \[1\]:1:/);
});

Deno.test("a stack that a cell prints has the cell's own lines and columns", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "enum E { A, B }\nfunction f() {\n  return new Error('x').stack }\nawait 1; console.log(f())",
  );
  await cell.outcome;
  strictEqual(
    cell.stdout,
    "Error: x\n    at f (In[1]:3:10)\n    at In[1]:4:22\n",
  );
  strictEqual(
    await runtime.run("new Error('y')"),
    "Error: y\n    at In[2]:1:1",
  );
  // V8 names a function after the calls that it is an argument of.
  const argument = runtime.start(
    "const run = (f, names) => f();\nrun(() => { console.log(new Error('z').stack); return 1 }, { n: 1 })",
  );
  await argument.outcome;
  strictEqual(
    argument.stdout,
    "Error: z\n    at run.n (In[3]:2:25)\n    at run (In[3]:1:27)\n    at In[3]:2:1\n",
  );
});

Deno.test("an error that nothing catches is reported, unless a listener prevents it", async () => {
  await using runtime = new TestRuntime();
  // The method that shows a promise throws what it was rejected with.
  const shown = runtime.start(
    'Object.assign(Promise.reject(new Error("d")), { [Symbol.for("Jupyter.display")]() { return this; } })',
  );
  strictEqual((await shown.outcome).status, "error");
  const report = async (code: string) => {
    const cell = runtime.start(code);
    // It may come after the cell's end.
    await cell.until(() => cell.stderr !== "");
    return cell.stderr;
  };
  const turn = "await new Promise((done) => setTimeout(done));";
  const reject = `Promise.reject(new Error("a")); ${turn}`;
  match(
    await report(reject),
    /^Uncaught in the background: Error: a\n {4}at In \[2\]:1:16\n/,
  );
  const listen = "const stop = new AbortController();" +
    'addEventListener("unhandledrejection", (event) => event.preventDefault(), stop);' +
    'addEventListener("error", (event) => event.preventDefault(), stop);';
  const silent = [shown];
  for (const code of [`${listen} ${reject}`, 'reportError(new Error("b"))']) {
    const cell = runtime.start(code);
    await cell.outcome;
    silent.push(cell);
  }
  match(
    await report(`stop.abort(); reportError(new Error("c")); ${turn}`),
    /^Uncaught in the background: Error: c\n/,
  );
  // What they had reported would have come before.
  deepStrictEqual(silent.map(({ stderr }) => stderr), ["", "", ""]);
});
