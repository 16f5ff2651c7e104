/**
 * What people's cells do with displays, consoles and errors, each with its
 * neighbours.
 */

import {
  deepStrictEqual,
  doesNotMatch,
  match,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import { TestRuntime } from "../harness/test_runtime.ts";

async function bundle(runtime: TestRuntime, code: string) {
  const outcome = await runtime.start(code).outcome;
  if (outcome.status === "error") throw new Error(outcome.error.evalue);
  return outcome.data as Record<string, unknown>;
}

async function printed(runtime: TestRuntime, code: string) {
  const cell = runtime.start(code);
  const outcome = await cell.outcome;
  const error = outcome.status === "error" ? outcome.error.evalue : "";
  return cell.stdout + cell.stderr + error;
}

const shown = (text: string) =>
  `({ [Symbol.for("Jupyter.display")]: () => (${text}) })`;

Deno.test("every bundle has plain text", async (t) => {
  await using runtime = new TestRuntime();
  const cases: Record<string, [code: string, text: string]> = {
    "html": [
      "Deno.jupyter.html`<h1>A &amp; b</h1><style>x</style><p>c<br>d</p>`",
      "A & b\nc\nd",
    ],
    "html without words": ["Deno.jupyter.html`<img src=x>`", "[text/html]"],
    "a table": [
      "Deno.jupyter.html`<table><tr><td>1</td><td>2</td></tr></table>`",
      "1  2",
    ],
    "markdown": ["Deno.jupyter.md`# a *b*`", "# a *b*"],
    "svg": ["Deno.jupyter.svg`<svg/>`", "[image/svg+xml]"],
    "a picture": ["new Uint8Array([255, 216, 255])", "[image/jpeg]"],
    "a canvas": [
      "({ toDataURL: () => 'data:image/png;base64,AAAA' })",
      "[image/png]",
    ],
    "LaTeX": [shown("{ 'text/latex': '$x$' }"), "$x$"],
    "an element": ["({ outerHTML: '<i>x</i>' })", "x"],
    "its own": [shown("{ 'text/html': '<b>', 'text/plain': 'own' }"), "own"],
  };
  for (const [what, [code, text]] of Object.entries(cases)) {
    await t.step(what, async () => {
      strictEqual((await bundle(runtime, code))["text/plain"], text);
      const cell = runtime.start(`await Deno.jupyter.display(${code})`);
      await cell.outcome;
      const { content } = cell.broadcasts[0];
      const data = content.data as Record<string, unknown>;
      strictEqual(data["text/plain"], text);
    });
  }
  await t.step("by broadcast()", async () => {
    const cell = runtime.start(
      "await Deno.jupyter.broadcast('display_data', { data: { 'text/html': '<b>r</b>', 'application/json': [1n] }, metadata: {}, transient: {} })",
    );
    await cell.outcome;
    deepStrictEqual({ ...cell.broadcasts[0].content.data as object }, {
      "text/html": "<b>r</b>",
      "application/json": [1],
      "text/plain": "r",
    });
  });
  await t.step("raw", async () => {
    const cell = runtime.start(
      "Deno.jupyter.display({ 'text/html': '<b>r</b>' }, { raw: true })",
    );
    await cell.outcome;
    deepStrictEqual({ ...cell.broadcasts[0].content.data as object }, {
      "text/html": "<b>r</b>",
      "text/plain": "r",
    });
  });
});

Deno.test("bundles may hold what JSON has no word for", async (t) => {
  await using runtime = new TestRuntime();
  const json = async (text: string) => {
    const code = shown(`{ 'application/json': ${text} }`);
    return (await bundle(runtime, code))["application/json"];
  };
  const cases: Record<string, unknown> = {
    "{ a: 5n, b: [2n ** 70n] }": { a: 5, b: ["1180591620717411303424"] },
    "[new Float32Array([1, 2.5]), new BigInt64Array([3n])]": [[1, 2.5], [3]],
    "{ at: new Date(0), bad: NaN }": {
      at: "1970-01-01T00:00:00.000Z",
      bad: null,
    },
    "{ m: new Map([['a', 1n]]), s: new Set([2n]) }": { m: { a: 1 }, s: [2] },
  };
  for (const [text, expected] of Object.entries(cases)) {
    await t.step(text, async () => {
      deepStrictEqual(await json(text), expected);
    });
  }
  await t.step("bytes of a picture", async () => {
    const code = shown("{ 'image/png': new Uint8Array([1, 2, 3]) }");
    strictEqual((await bundle(runtime, code))["image/png"], "AQID");
  });
  await t.step("bytes of text", async () => {
    const code = shown("{ 'text/html': new TextEncoder().encode('<b>é') }");
    strictEqual((await bundle(runtime, code))["text/html"], "<b>é");
  });
  await t.step("a circle is the cell's error", async () => {
    match(
      await runtime.run(
        `const o = {}; o.o = o; ${shown("{ 'application/json': o }")}`,
      ),
      /TypeError: .*circular/,
    );
  });
  await t.step("a data frame", async () => {
    const frame = `{
      schema: { n: "Int64", at: "Datetime" },
      head() { return this }, toRecords: () => [{ n: 5n, at: new Date(0) }] }`;
    const data = await bundle(runtime, `(${frame})`);
    deepStrictEqual(
      (data["application/vnd.dataresource+json"] as { data: unknown }).data,
      [{ n: 5, at: "1970-01-01T00:00:00.000Z" }],
    );
    match(data["text/html"] as string, /<td>5<\/td><td>1970-01-01T00/);
  });
});

Deno.test("a revoked Proxy shows", async () => {
  await using runtime = new TestRuntime();
  match(
    await runtime.run(
      "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy",
    ),
    /^\[.*revoked\]$/,
  );
  match(await runtime.run("[proxy]"), /revoked/);
  strictEqual(await runtime.run("1 + 1"), "2");
});

Deno.test("a long text is cut, and says how to see all of it", async () => {
  await using runtime = new TestRuntime();
  const code =
    "const long = Array.from({ length: 90 }, (_, i) => 'x'.repeat(2000) + i)";
  await runtime.run(code);
  const text = await runtime.run("long");
  strictEqual(text.length < 70_000, true);
  match(
    text,
    /\.\.\. [\d,]+ more characters; console\.log\(\) prints them all$/,
  );
  const all = await printed(runtime, "console.log(long)");
  strictEqual(all.length > 180_000, true);
});

Deno.test("a display that is not awaited keeps its place", async () => {
  await using runtime = new TestRuntime();
  const order: string[] = [];
  const cell = runtime.start(
    "console.log('a'); Deno.jupyter.display(Deno.jupyter.md`b`); console.log('c'); Deno.jupyter.display([1]); console.log('d')",
  );
  const { stream, broadcast } = cell;
  cell.stream = function (name, text) {
    order.push(...text.trim().split("\n"));
    stream.call(this, name, text);
  };
  cell.broadcast = function (message) {
    order.push((message.content.data as Record<string, string>)["text/plain"]);
    broadcast.call(this, message);
  };
  await cell.outcome;
  deepStrictEqual(order, ["a", "b", "c", "[ 1 ]", "d"]);
});

Deno.test("console has no colours but those that a cell asks for", async (t) => {
  await using runtime = new TestRuntime();
  const cases: Record<string, string> = {
    "console.log(1, 'a', [true], null)": "1 a [ true ] null\n",
    "console.error({ a: 1 })": "{ a: 1 }\n",
    "console.log('%cred%c plain', 'color: red', '')":
      "\x1b[31mred\x1b[39m plain\n",
    "console.log('%d%% %c%s', 5, 'color: red', 'x', 'y')":
      "5% \x1b[31mx\x1b[39m y\n",
    "console.log('%s %c', 'a')": "a %c\n",
    "console.log('50%c')": "50%c\n",
    "console.log(Deno.inspect(1, { colors: true }))": "\x1b[33m1\x1b[39m\n",
  };
  for (const [code, expected] of Object.entries(cases)) {
    await t.step(code, async () => {
      strictEqual(await printed(runtime, code), expected);
    });
  }
});

Deno.test('"thaw": { "colors": true } brings colours back', async (t) => {
  const folder = await Deno.makeTempDir();
  const write = (thaw: unknown) =>
    Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ thaw }));
  try {
    await t.step("true", async () => {
      await write({ colors: true });
      await using runtime = new TestRuntime(folder);
      strictEqual(
        await printed(runtime, "console.log(1)"),
        "\x1b[33m1\x1b[39m\n",
      );
    });
    await t.step("a setting that nobody reads", async () => {
      await write({ colours: true });
      await using runtime = new TestRuntime(folder);
      match(
        await runtime.run("1"),
        /has no setting "colours" .did you mean colors/,
      );
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("groups end with their cell, and clear() clears its output", async () => {
  await using runtime = new TestRuntime();
  strictEqual(
    await printed(runtime, "console.group('g'); console.log('in')"),
    "g\n  in\n",
  );
  strictEqual(await printed(runtime, "console.log('out')"), "out\n");
  const cell = runtime.start(
    "console.log('a'); console.clear(); console.log('b')",
  );
  await cell.outcome;
  deepStrictEqual(
    cell.broadcasts.map(({ msg_type, content }) => [msg_type, content]),
    [["clear_output", { wait: false }]],
  );
  strictEqual(cell.stdout, "a\nb\n");
});

Deno.test("alert() without input prints and goes on", async () => {
  await using runtime = new TestRuntime();
  strictEqual(
    await printed(runtime, "alert('hello'); console.log('on')"),
    "hello\non\n",
  );
});

Deno.test("pipeTo(Deno.stdout.writable) works in every cell", async () => {
  await using runtime = new TestRuntime();
  const cell = "await new Blob(['x']).stream().pipeTo(Deno.stdout.writable)";
  for (let round = 0; round < 3; round++) {
    strictEqual(await printed(runtime, cell), "x");
  }
  strictEqual(
    await printed(
      runtime,
      "const w = Deno.stdout.writable.getWriter(); await w.write(new TextEncoder().encode('y')); w.releaseLock()",
    ),
    "y",
  );
  strictEqual(await printed(runtime, cell), "x");
});

async function tracebackOf(runtime: TestRuntime, code: string) {
  const outcome = await runtime.start(code).outcome;
  if (outcome.status === "ok") throw new Error("no error");
  // deno-lint-ignore no-control-regex -- the traceback's own colours
  return outcome.error.traceback.join("\n").replace(/\x1b\[\d+m/g, "");
}

Deno.test("errors show their own fields, causes and parts", async () => {
  await using runtime = new TestRuntime();
  const text = await tracebackOf(
    runtime,
    `const inner = Object.assign(new Error("inner"), { code: "EINNER" });
     const error = Object.assign(new AggregateError([inner], "outer", { cause: new TypeError("why") }), {
       status: 404, response: { body: { deep: { er: 1 } }, text: "x".repeat(5000) },
       toString: null });
     Object.defineProperty(error, "bad", { get() { throw 1 }, enumerable: true });
     throw error`,
  );
  match(text, /^ {2}status: 404$/m);
  match(text, /^ {2}response: \{ body: \{ deep: \[Object\] \}, text: "x+.*$/m);
  match(text, /^ {2}bad: \[Getter\]$/m);
  match(text, /^Caused by: TypeError: why$/m);
  match(text, /^ {4}Error: inner$/m);
  match(text, /^ {6}code: "EINNER"$/m);
  strictEqual(text.length < 3000, true);
  match(
    await tracebackOf(runtime, "throw new Error('x', { cause: { code: 5 } })"),
    /^Caused by: \{ code: 5 \}$/m,
  );
  const named = async (thrown: string) =>
    (await tracebackOf(runtime, `throw new (${thrown})("text")`))
      .split("\n")[0];
  strictEqual(await named("class Invalid extends Error {}"), "Invalid: text");
  strictEqual(await named("class t extends RangeError {}"), "RangeError: text");
  strictEqual(
    await named('class Mine extends Error { name = "Own" }'),
    "Own: text",
  );
  strictEqual(
    await named(
      `class Mine extends Error {
        static { Object.defineProperty(this.prototype, "constructor", { get() { throw 1 } }) }
      }`,
    ),
    "Error: text",
  );
  const suppressed = await tracebackOf(
    runtime,
    `using file = { [Symbol.dispose]() { throw new Error("close") } };
     throw new Error("body")`,
  );
  match(
    suppressed,
    /^SuppressedError: .*^ {4}Error: body$.*^ {4}Error: close$/ms,
  );
  match(await tracebackOf(runtime, "!ls"), /^ReferenceError: ls .*execa/);
  match(
    await tracebackOf(runtime, 'await fetch("people.csv")'),
    /^TypeError: Invalid URL: .*import\.meta\.resolve.*\n {4}at In \[/,
  );
  // As a ZodError is made.
  const issues = await tracebackOf(
    runtime,
    `throw new class extends Error {
       issues = [{ code: "too_small" }]; addIssue = () => {};
       get errors() { return this.issues }
     }`,
  );
  strictEqual(issues.match(/too_small/g)?.length, 1);
  doesNotMatch(issues, /addIssue:/);
});

Deno.test("places are the cell's after a library replaced Error.prepareStackTrace", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(
    `const former = Error.prepareStackTrace;
     Error.prepareStackTrace = (error, sites) =>
       error + sites.map((site) => "\\n    at " + (site.getFunctionName() ?? "") + " (" + site.getFileName() + ":" + site.getLineNumber() + ":" + site.getColumnNumber() + ")").join("");`,
  );
  await runtime.run(
    "import { sep } from 'node:path'\nasync function fail(a: number) {\n  await null; sep(); }",
  );
  const text = await tracebackOf(runtime, "\nawait fail(1)");
  match(text, /at fail \(In \[2\]:3:15\)/);
  match(text, /at .*In \[3\]:2:1/);
  doesNotMatch(text, /deno\$stdin/);
  match(
    await runtime.run("Error.prepareStackTrace = former; new Error('x').stack"),
    /at In\[4\]:1:/,
  );
  // As `callsites` and `depd` do.
  strictEqual(
    await runtime.run(
      `function sites() { const before = Error.prepareStackTrace; Error.prepareStackTrace = (_, s) => s; const { stack } = new Error(); Error.prepareStackTrace = before; return stack }
       const [site] = sites(); site.getFileName() + site.getLineNumber() + typeof site.isNative()`,
    ),
    '"In[5]1boolean"',
  );
  match(await runtime.run("new Error('x').stack"), /at In\[6\]:1:/);
});
