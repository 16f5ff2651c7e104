/** Programs that read standard input, and what the user types for them. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
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
      'import { createInterface } from "node:readline"; let lines = 0; ' +
        "for await (const _ of createInterface({ input: process.stdin, terminal: true })) lines++; lines",
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

Deno.test("where nobody can be asked, a question fails at its place", async (t) => {
  const open = (name: string, more = "") =>
    `import { createInterface as ${name} } from "node:readline"; ` +
    `const lines = ${name}({ input: process.stdin, output: process.stdout${more} }); `;
  const cells = {
    "a question": open("a") +
      'await new Promise((resolve) => lines.question("Who? ", resolve))',
    "another one, of a stream that has ended": open("b") +
      'await new Promise((resolve) => lines.question("Who? ", resolve))',
    "one in a function": open("c") +
      "const ask = async () => await new Promise((resolve) => lines.question('', resolve)); await ask()",
    "keys": open("d", ", terminal: true") +
      'await new Promise((resolve) => process.stdin.on("keypress", resolve))',
  };
  await using runtime = new TestRuntime();
  for (const [name, code] of Object.entries(cells)) {
    await t.step(name, async () => {
      const outcome = await runtime.start(code).outcome;
      if (outcome.status !== "error") throw new Error("it came back");
      const { evalue, traceback } = outcome.error;
      // What prompt() throws there.
      strictEqual(evalue, "no answer");
      match(
        stripVTControlCharacters(traceback.join("\n")),
        /^Error: no answer\n +at In \[\d+\]:1:\d+\n/,
      );
    });
  }
  await t.step("what waits for something else goes on", async () => {
    const code = open("f") +
      "await new Promise((resolve) => setTimeout(resolve, 20)); 5";
    strictEqual(await typed(runtime, code), "5");
  });
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
      "an iterator",
      "const each = rl[Symbol.asyncIterator](); (await each.next()).value",
      1,
      '"a0"',
    ],
    ["its next line, in another cell", "(await each.next()).value", 1, '"a0"'],
    [
      "a terminal's interface that nobody listens to",
      "rl.close(); const keyed = readline.createInterface({ input: process.stdin, terminal: true }); 1",
      0,
      "1",
    ],
    [
      "keys, as of @inquirer/prompts",
      "let keys = ''; await new Promise<void>((resolve) => process.stdin.on('keypress', (text, key) => " +
      "key.name === 'enter' ? resolve() : keys += text)); process.stdin.removeAllListeners('keypress'); keys",
      1,
      '"a0"',
    ],
    [
      "once, after the interface is closed",
      "keyed.close(); process.stdin.resume(); await new Promise((resolve) => process.stdin.once('data', resolve)).then(String)",
      1,
      '"a0\\n"',
    ],
    ["a stream that flows to nobody", "3", 0, "3"],
  ];
  await t.step(
    "a question of a cell that has ended is put once, in a later one",
    async () => {
      const codes = [
        'import readline from "node:readline/promises"; ' +
        'const open = readline.createInterface({ input: process.stdin }); const late = open.question(""); 0',
        "1",
        "const came = await late; open.close(); came",
      ];
      const shown: unknown[] = [];
      let asked = 0;
      for (const code of codes) {
        const cell = runtime.start(code);
        cell.answers.push(...asked === 0 ? ["Ada"] : []);
        const outcome = await cell.outcome;
        shown.push(outcome.status === "ok" && outcome.data?.["text/plain"]);
        asked += cell.asked.length;
      }
      deepStrictEqual([shown, asked], [["0", "1", '"Ada"'], 1]);
    },
  );
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

Deno.test("a line whose listener Stop ends does not keep the next from being asked for", async (t) => {
  const readline = "import readline from 'node:readline/promises'; ";
  const busy = "(line) => { console.log('go'); while (true) {} }";
  const forever = "await new Promise(() => setTimeout(() => {}, 1e6))";
  const cells = {
    "of a stream": `process.stdin.on("data", ${busy}); ${forever}`,
    "of an interface":
      `${readline}readline.createInterface({ input: process.stdin }).on("line", ${busy}); ${forever}`,
  };
  for (const [name, code] of Object.entries(cells)) {
    await t.step(name, async () => {
      await using runtime = new TestRuntime();
      const stopped = runtime.start(code);
      stopped.answers.push("Ada");
      await stopped.until(() => stopped.stdout.includes("go"));
      await runtime.interpreter.interrupt();
      await stopped.outcome;
      await runtime.run("process.stdin.removeAllListeners('data'); 1");
      strictEqual(
        await typed(
          runtime,
          `${readline}const lines = readline.createInterface({ input: process.stdin }); ` +
            "const name = await lines.question(''); lines.close(); name",
          "Bob",
        ),
        '"Bob"',
      );
    });
  }
});
