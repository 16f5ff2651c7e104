/** Programs that read standard input, and what the user types for them. */

import { strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

/** Runs a cell whose questions get these answers, then none. */
async function typed(
  runtime: TestRuntime,
  code: string,
  ...answers: string[]
): Promise<string> {
  const cell = runtime.start(code);
  cell.answers.push(...answers);
  const outcome = await cell.outcome;
  if (outcome.status === "error") return outcome.error.evalue;
  return cell.stdout + String(outcome.data?.["text/plain"] ?? "");
}

Deno.test("a subprocess that reads standard input sees its end", async (t) => {
  const cells = {
    "spawn": 'await new Deno.Command("cat").spawn().status.then((s) => s.code)',
    "output with inherited stdin":
      '(await new Deno.Command("cat", { stdin: "inherit" }).output()).stdout.length',
    "child_process, inherited":
      'import { spawnSync } from "node:child_process"; spawnSync("cat", { stdio: "inherit" }).status',
    "a descriptor": 'import fs from "node:fs"; fs.readFileSync(0).length',
  };
  await using runtime = new TestRuntime();
  for (const [name, code] of Object.entries(cells)) {
    await t.step(name, async () => strictEqual(await runtime.run(code), "0"));
  }
});

Deno.test("standard input of a cell is what the user types, line by line", async (t) => {
  const cells: Record<string, [code: string, shown: string]> = {
    "readline": [
      'import readline from "node:readline/promises"; ' +
      "const rl = readline.createInterface({ input: process.stdin, output: process.stdout }); " +
      'const name = await rl.question("Who? "); rl.close(); name',
      'Who? "Ada"',
    ],
    "readline, by lines": [
      'import readline from "node:readline"; const all: string[] = []; ' +
      "for await (const line of readline.createInterface({ input: process.stdin })) all.push(line); all.join()",
      '"Ada,Bob"',
    ],
    "Deno.stdin.read": [
      "const bytes = new Uint8Array(2); const parts: string[] = []; let n; " +
      "while ((n = await Deno.stdin.read(bytes)) !== null) parts.push(new TextDecoder().decode(bytes.subarray(0, n))); parts.join('').replaceAll('\\n', '|')",
      '"Ada|Bob|"',
    ],
    "Deno.stdin.readable": [
      "await new Response(Deno.stdin.readable).text()",
      '"Ada\\nBob\\n"',
    ],
    "process.stdin": [
      "let text = ''; for await (const part of process.stdin) text += part; text",
      '"Ada\\nBob\\n"',
    ],
  };
  await using first = new TestRuntime();
  await using second = new TestRuntime();
  for (const [name, [code, shown]] of Object.entries(cells)) {
    await t.step(name, async () => {
      // Lines to their end leave nothing of `process.stdin`.
      const runtime = name === "readline, by lines" ? second : first;
      strictEqual(await typed(runtime, code, "Ada", "Bob"), shown);
    });
  }
});

Deno.test("where nobody can be asked, standard input is at its end", async () => {
  await using runtime = new TestRuntime();
  strictEqual(
    await typed(
      runtime,
      "(await new Response(Deno.stdin.readable).text()).length",
    ),
    "0",
  );
  strictEqual(
    await typed(
      runtime,
      "let n = 0; for await (const _ of process.stdin) n++; n",
    ),
    "0",
  );
});

Deno.test("process.stdin asks for a line that is waited for, and for no other", async (t) => {
  await using runtime = new TestRuntime();
  const cells: [name: string, code: string, asked: number, shown: string][] = [
    [
      "an interface that nobody listens to",
      'import readline from "node:readline/promises"; ' +
      "const rl = readline.createInterface({ input: process.stdin, output: process.stdout }); 1",
      0,
      "1",
    ],
    ["a question", 'await rl.question("Who? ")', 1, '"a0"'],
    ["a cell that asks nothing", "2", 0, "2"],
    [
      "questions of an interface that stays open",
      '[await rl.question("1"), await rl.question("2")].join()',
      2,
      '"a0,a1"',
    ],
    [
      "a listener to lines that its cell waits for",
      "const lines: string[] = []; await new Promise((resolve) => rl.on('line', (line) => " +
      "lines.push(line) === 2 && resolve(rl.removeAllListeners('line')))); lines.join()",
      2,
      '"a0,a1"',
    ],
    [
      "once, after the interface is closed",
      "rl.close(); process.stdin.resume(); await new Promise((resolve) => process.stdin.once('data', resolve)).then(String)",
      1,
      '"a0\\n"',
    ],
    ["a stream that flows to nobody", "3", 0, "3"],
  ];
  for (const [name, code, asked, shown] of cells) {
    await t.step(name, async () => {
      const cell = runtime.start(code);
      cell.answers.push("a0", "a1", "a2", "a3");
      const outcome = await cell.outcome;
      const text = outcome.status === "ok"
        ? outcome.data?.["text/plain"]
        : outcome.error.evalue;
      strictEqual(text, shown);
      strictEqual(cell.asked.length, asked);
    });
  }
  await t.step("after a question that was stopped", async () => {
    const code = (name: string) =>
      `import { stdin as ${name}In } from "node:process"; import { createInterface } from "node:readline/promises"; ` +
      `const ${name} = createInterface({ input: ${name}In }); await ${name}.question("")`;
    const stopped = runtime.start(code("first"));
    const asked = new Promise<void>((resolve) =>
      stopped.input = () => {
        resolve();
        return new Promise(() => {});
      }
    );
    await asked;
    await runtime.interpreter.interrupt();
    const outcome = await stopped.outcome;
    strictEqual(
      outcome.status === "error" && outcome.error.ename,
      "Interrupted",
    );
    strictEqual(await runtime.run("first.close(); lines.length"), "2");
    const cell = runtime.start(code("second"));
    cell.answers.push("Ada");
    const next = await cell.outcome;
    strictEqual(next.status === "ok" && next.data?.["text/plain"], '"Ada"');
  });
});
