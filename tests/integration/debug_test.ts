/** The debugger, by the wire: one kernel for all steps. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import { DebugClient } from "../harness/debug_client.ts";
import { TestRuntime } from "../harness/test_runtime.ts";
import { Debugger } from "../../kernel/debug/debugger.ts";

const MODULE = `// Three lines
// that Deno
// does not keep
export interface Shape {
  area(): number;
}

export class Square implements Shape {
  #side: number;
  constructor(side: number) {
    this.#side = side;
  }

  get name(): string {
    console.log("a getter ran");
    return "square";
  }

  area(): number {
    const side = this.#side;
    return side * side;
  }
}
`;

const FUNCTION = `function twice(x: number): number {
  // A comment
  const result = x * 2;
  return result;
}
const limit: number = 5;`;

const LOOP = `let sum = 0;
for (const value of [1, 2, 3]) {
  sum += value;
}
sum`;

const VALUES = `let many = Array.from({ length: 250 }, (_, i) => i);
const words = new Map<unknown, unknown>([["a", 1], [{}, "b"]]);
const tensor = {
  shape: [2, 2],
  dtype: "float32",
  dataSync: () => new Float32Array([1, 2, 3, 4.5]),
};
const bytes = new Uint8Array([7, 8]);
function hold(inner: string) {
  debugger;
  return inner;
}
hold("x")`;

/** Cells of each kind, the line asked for, and the one that is stopped at. */
const KINDS: [code: string, asked: number, line: number][] = [
  ["5", 1, 1],
  ["// one\n\n/* two\n three */\nlet a1 = 1;\na1", 1, 5],
  ["interface A {\n  b: number;\n}\nlet a2: A = { b: 1 };\na2", 1, 4],
  ["enum E { X, Y }\nfunction e(x: E) {\n  return E[x];\n}\ne(0)", 3, 3],
  ["let m = [1].map((v: number) =>\n  v * 2\n);\nm", 2, 2],
  ["class C {\n  get c() {\n    return 1;\n  }\n}\nnew C().c", 3, 3],
  ["await 1;\nlet a3 = 2;\na3", 2, 2],
  ["for await (const i of [1]) {\n  console.log(i);\n}", 2, 2],
  ["if (true) {\n  42;\n}", 2, 2],
  ["using u = { [Symbol.dispose]() {} };\n1;\nconsole.log(u);", 3, 3],
  ['import { join } from "node:path";\njoin("a", "b")', 2, 2],
  ["let s = '\\u2028';\r\ns", 2, 2],
  [
    `const big = [\n${"  1234567890,\n".repeat(2000)}];\nbig.length`,
    2003,
    2003,
  ],
];

const THROWING = `async function fail(json: string) {
  await 1;
  if (json === "") throw new RangeError("no");
  JSON.parse(json);
}
try { await fail("{"); } catch {}
await fail("");`;

Deno.test("a notebook is debugged by the wire", async (t) => {
  const made = await Deno.makeTempDir({ prefix: "thaw-debug-" });
  const folder = await Deno.realPath(made);
  const path = join(folder, "shapes.ts");
  await Deno.writeTextFile(path, MODULE);
  await using client = await DebugClient.start(folder);

  await t.step("nothing is on before a client attaches", async () => {
    const info = await client.ask("debugInfo", {});
    strictEqual(info.isStarted, false);
    strictEqual(info.hashMethod, "Murmur2");
    match(await client.refused("next", {}), /not attached/);
    strictEqual(await client.run("debugger; console.log(1)"), "1\n");
    await client.run(FUNCTION);
    await client.attach();
    const event = await client.spy.until(({ content }) =>
      content.event === "initialized"
    );
    strictEqual(event.header.msg_type, "debug_event");
  });

  await t.step("a function of an earlier cell is stepped through", async () => {
    const [moved] = await client.breakAt(FUNCTION, 2);
    deepStrictEqual([moved.verified, moved.line], [true, 3]);
    const cell = client.start("await 1;\nconst four = twice(2);\nfour");
    const first = await client.stopped();
    strictEqual(first.reason, "breakpoint");
    deepStrictEqual(first.stack, ["twice:3", "In[3]:2"]);
    strictEqual(first.frames[0].source!.path, moved.source!.path);
    deepStrictEqual(await client.variables(first.frames[0].id), { x: "2" });
    await client.ask("next", {});
    const second = await client.stopped();
    deepStrictEqual(second.stack, ["twice:4", "In[3]:2"]);
    const { x, result } = await client.variables(second.frames[0].id);
    deepStrictEqual([x, result], ["2", "4"]);
    await client.ask("stepOut", {});
    deepStrictEqual((await client.stopped()).stack, ["In[3]:3"]);
    // Past its end a cell ends, and the next one is not stopped.
    await client.ask("next", {});
    strictEqual((await cell.ended).status, "ok");
    strictEqual(await client.run("console.log(four)"), "4\n");
    await client.breakAt(FUNCTION);
  });

  await t.step("each kind of cell stops at its lines", async () => {
    for (const [code, asked, line] of KINDS) {
      const [set] = await client.breakAt(code, asked);
      strictEqual(set.line, line, code);
      const cell = client.start(code);
      const { frames } = await client.stopped();
      strictEqual(frames[0].line, line, code);
      await client.ask("continue", {});
      strictEqual((await cell.ended).status, "ok", code);
      await client.breakAt(code);
    }
  });

  await t.step("breakpoints have conditions, hits and messages", async () => {
    const stops = async () => {
      const cell = client.start(LOOP);
      const values = await client.stopsOf(
        cell,
        async (frame) => (await client.variables(frame)).value,
      );
      return [values.join(), (await cell.ended).text];
    };
    // The first time before the cell ran, later after it did.
    await client.breakAt(LOOP, { line: 3, condition: "(value as number) > 1" });
    deepStrictEqual(await stops(), ["2,3", ""]);
    await client.breakAt(LOOP, { line: 3, hitCondition: "2" });
    deepStrictEqual(await stops(), ["2", ""]);
    await client.breakAt(LOOP, { line: 3, logMessage: "at {value}" });
    deepStrictEqual(await stops(), ["", "at 1\nat 2\nat 3\n"]);
    const [wrong] = await client.breakAt(LOOP, { line: 3, condition: "1 +" });
    strictEqual(wrong.verified, false);
    match(wrong.message!, /SyntaxError/);
    const [late] = await client.breakAt(LOOP, 9);
    strictEqual(late.verified, false);
    await client.breakAt(LOOP);
    deepStrictEqual(await stops(), ["", ""]);
  });

  await t.step("a module is debugged as it was written", async () => {
    const asked = { source: { path }, breakpoints: [{ line: 20 }] };
    const { breakpoints } = await client.ask("setBreakpoints", asked);
    strictEqual(breakpoints[0].verified, false);
    await client.run(`import { Square } from "./shapes.ts";
let square = new Square(3);`);
    const { breakpoint } = await client.event("breakpoint");
    const { verified, line } = breakpoint as Dap.Breakpoint;
    deepStrictEqual([verified, line], [true, 20]);
    const cell = client.start("square.area()");
    const { frames, stack } = await client.stopped();
    strictEqual(stack[0], "area:20");
    strictEqual(frames[0].source!.path, path);
    const { content } = await client.ask("source", { source: { path } });
    strictEqual(content, MODULE);
    const { modules } = await client.ask("modules", {});
    deepStrictEqual(modules.map(({ path }) => path), [path]);

    // Private fields are shown, and getters are not run.
    const self = (await client.list(frames[0].id))
      .find(({ name }) => name === "this")!;
    const inside = await client.children(self.variablesReference);
    const shown = Object.fromEntries(
      inside.map(({ name, value }) => [name, value]),
    );
    deepStrictEqual([shown["#side"], shown.name], ["3", "(getter)"]);
    const getter = inside.find(({ name }) => name === "name")!;
    const opened = await client.children(getter.variablesReference);
    strictEqual(opened[0].value, '"square"');

    await client.ask("setBreakpoints", { source: { path }, breakpoints: [] });
    await client.ask("continue", {});
    strictEqual((await cell.ended).text, "a getter ran\n");
    const again = client.start("debugger;\nsquare.area();");
    await client.stopped();
    await client.ask("next", {});
    await client.stopped();
    await client.ask("stepIn", {});
    strictEqual((await client.stopped()).stack[0], "area:20");
    await client.ask("continue", {});
    strictEqual((await again.ended).status, "ok");
  });

  await t.step(
    "values are looked into, a part at a time, and set",
    async () => {
      const cell = client.start(VALUES);
      const { frames: [frame] } = await client.stopped();
      const globals = await client.list(frame.id, "Globals");
      const named = (name: string) =>
        globals.find((variable) => variable.name === name)!;
      const many = await client.children(named("many").variablesReference);
      deepStrictEqual(
        many.map(({ name }) => name),
        ["[0 … 99]", "[100 … 199]", "[200 … 249]"],
      );
      const [first, ...rest] = await client.children(
        many[2].variablesReference,
      );
      deepStrictEqual([first.name, first.value, rest.length], [
        "200",
        "200",
        49,
      ]);
      const page = await client.ask("variables", {
        variablesReference: named("many").variablesReference,
        filter: "indexed",
        start: 120,
        count: 2,
      });
      deepStrictEqual(page.variables.map(({ name }) => name), ["120", "121"]);
      const pairs = async (name: string) =>
        (await client.children(named(name).variablesReference))
          .map(({ name, value }) => `${name}: ${value}`);
      deepStrictEqual(await pairs("words"), ['"a": 1', 'Object 1: "b"']);
      deepStrictEqual(await pairs("bytes"), ["0: 7", "1: 8"]);
      match(named("tensor").value, /float32 \[2, 2\]/);
      ok((await pairs("tensor")).includes("[1, 1]: 4.5"));
      const { data } = await client.ask("richInspectVariables", {
        variableName: "inner",
        frameId: frame.id,
      });
      strictEqual(data["text/plain"], '"x"');

      const evaluated = await client.ask("evaluate", {
        expression: "(inner as string) + limit",
        frameId: frame.id,
      });
      strictEqual(evaluated.result, '"x5"');
      match(
        await client.refused("evaluate", { expression: "nowhere" }),
        /ReferenceError: nowhere is not defined/,
      );
      const { scopes } = await client.ask("scopes", { frameId: frame.id });
      const set = (
        variablesReference: number,
        name: string,
        value: string,
      ) => ({
        variablesReference,
        name,
        value,
      });
      const [locals, global] = [scopes[0], scopes.at(-1)!]
        .map(({ variablesReference }) => variablesReference);
      await client.ask("setVariable", set(locals, "inner", '"y" as string'));
      await client.ask("setVariable", set(global, "many", "[inner]"));
      match(
        await client.refused("setVariable", set(global, "limit", "6")),
        /constant/,
      );
      await client.ask("copyToGlobals", {
        srcVariableName: "inner",
        dstVariableName: "copied",
        srcFrameId: frame.id,
      });
      await client.ask("continue", {});
      strictEqual((await cell.ended).status, "ok");
      const printed = await client.run("console.log(many, limit, copied)");
      strictEqual(printed, '[ "y" ] 5 y\n');
      const { variables } = await client.ask("inspectVariables", {});
      strictEqual(
        variables.find(({ name }) => name === "copied")!.value,
        '"y"',
      );
    },
  );

  await t.step("exceptions stop by whether they are caught", async () => {
    match(
      await client.refused("setExceptionBreakpoints", { filters: ["all"] }),
      /there are uncaught, caught/,
    );
    const thrown = async (filters: string[]) => {
      await client.ask("setExceptionBreakpoints", { filters });
      const cell = client.start(THROWING);
      const ids = await client.stopsOf(
        cell,
        async () => (await client.ask("exceptionInfo", {})).exceptionId,
      );
      strictEqual((await cell.ended).ename, "RangeError");
      return ids.join();
    };
    strictEqual(await thrown(["uncaught"]), "RangeError");
    strictEqual(await thrown(["caught"]), "SyntaxError");
    strictEqual(await thrown(["caught", "uncaught"]), "SyntaxError,RangeError");
    strictEqual(await thrown([]), "");
  });

  await t.step("what is paused answers, and Stop ends it there", async () => {
    const cell = client.start(`let kept = 1;
console.log("before");
debugger;
kept = 2;`);
    await client.stopped();
    const { stoppedThreads } = await client.ask("debugInfo", {});
    deepStrictEqual(stoppedThreads, [1]);
    const asked = { code: "kept.toF", cursor_pos: 8 };
    const completed = await client.spy.request(
      "Shell",
      "complete_request",
      asked,
    );
    ok(completed.some(({ content }) => "matches" in content));
    await client.spy.request("Shell", "inspect_request", asked);
    await client.spy.request("Control", "interrupt_request", {});
    const { ename, text } = await cell.ended;
    deepStrictEqual([ename, text], ["Interrupted", "before\n"]);
    await client.event("continued");
    strictEqual(await client.run("console.log(kept)"), "1\n");
  });

  await t.step("a loop is paused, goes on and is stopped", async () => {
    const cell = client.start(`let turns = 0;
console.log("go");
while (true) {
  turns++;
}`);
    await client.spy.until(({ content }) => content.text === "go\n");
    await client.ask("pause", {});
    const { reason, frames } = await client.stopped();
    deepStrictEqual([reason, frames.length], ["pause", 1]);
    await client.ask("continue", {});
    await client.spy.request("Control", "interrupt_request", {});
    strictEqual((await cell.ended).ename, "Interrupted");
  });

  await t.step("who pauses before a cell runs stops in the cell", async () => {
    await client.ask("pause", {});
    const cell = client.start("let p = 1;\nlet q = 2;");
    const { reason, frames } = await client.stopped();
    deepStrictEqual([reason, frames[0].line], ["pause", 1]);
    await client.ask("continue", {});
    strictEqual((await cell.ended).status, "ok");
  });

  await t.step("a fresh runtime has the breakpoints", async () => {
    await client.breakAt(LOOP, 5);
    const last = await client.start("Deno.exit(3)").ended;
    strictEqual(last.ename, "RuntimeExited");
    const cell = client.start(LOOP);
    const { frames } = await client.stopped();
    strictEqual(frames[0].line, 5);
    // Whoever paused it may have gone; another client disconnects.
    await client.ask("disconnect", {});
    strictEqual((await cell.ended).status, "ok");
    await client.run(`${LOOP};\ndebugger;`);
    const info = await client.ask("debugInfo", {});
    deepStrictEqual([info.isStarted, info.breakpoints], [false, []]);
  });

  await t.step("a kernel is shut down while a cell is paused", async () => {
    await client.attach();
    const cell = client.start("debugger;");
    cell.ended.catch(() => {/* It ends with its kernel. */});
    await client.stopped();
    client.spy.send("Control", "shutdown_request", { restart: true });
    strictEqual(await client.spy.process.exited, 0);
  });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("what a debugger evaluates may do what cells may", async () => {
  await using runtime = new TestRuntime(undefined, ["--allow-read=."]);
  const debugger_ = new Debugger(runtime.interpreter, () => {});
  const ask = (command: string, given: object) =>
    debugger_.request({ seq: 1, command, arguments: given });
  await ask("initialize", {});
  await ask("attach", {});
  const expression = 'Deno.readTextFileSync("/etc/hostname")';
  const { success, message } = await ask("evaluate", { expression });
  strictEqual(success, false);
  match(message!, /NotCapable: Requires read access/);
});
