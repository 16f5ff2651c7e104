/** Programs that read standard input, and what the user types for them. */

import { strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

/** Runs a cell whose questions get these answers, then none. */
async function typed(code: string, ...answers: string[]): Promise<string> {
  await using runtime = new TestRuntime();
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
  for (const [name, [code, shown]] of Object.entries(cells)) {
    await t.step(name, async () => {
      strictEqual(await typed(code, "Ada", "Bob"), shown);
    });
  }
});

Deno.test("where nobody can be asked, standard input is at its end", async () => {
  strictEqual(
    await typed("(await new Response(Deno.stdin.readable).text()).length"),
    "0",
  );
  strictEqual(
    await typed("let n = 0; for await (const _ of process.stdin) n++; n"),
    "0",
  );
});
