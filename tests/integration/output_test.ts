/** What cells print: in order, in the right cell, live, however much it is. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

Deno.test("prints, raw writes and subprocesses come in order", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(`
    import { execSync, spawnSync } from "node:child_process";
    import fs from "node:fs";
    console.log("1");
    new Deno.Command("echo", { args: ["2"], stdout: "inherit" }).outputSync();
    console.log("3");
    Deno.stdout.writeSync(new TextEncoder().encode("4\\n"));
    await new Deno.Command("echo", { args: ["5"], stdout: "inherit" }).output();
    process.stdout.write("6\\n");
    execSync("echo 7", { stdio: "inherit" });
    fs.writeSync(1, "8\\n");
    spawnSync("echo", ["9"], { stdio: "inherit" });
    console.log("10");`);
  strictEqual((await cell.outcome).status, "ok");
  strictEqual(cell.stdout, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
});

Deno.test("process.stdout.write() knows encodings, console.trace() its name", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "process.stdout.write('6869', 'hex'); console.trace('trace %d', 5)",
  );
  await cell.outcome;
  strictEqual(cell.stdout, "hi");
  match(cell.stderr, /^Trace: trace 5\n/);
});

Deno.test("what a subprocess prints last is there before the cell is done", async () => {
  await using runtime = new TestRuntime();
  for (let round = 0; round < 20; round++) {
    const cell = runtime.start(
      "new Deno.Command('echo', { args: ['sub'], stdout: 'inherit' }).outputSync(); 1",
    );
    await cell.outcome;
    strictEqual(cell.stdout, "sub\n");
  }
  const microtasks = runtime.start(`
    console.log("1");
    Promise.resolve().then(() => console.log("3"));
    process.nextTick(() => console.log("2"));
    (async () => { await 1; await 2; await 3; console.log("4") })();
    5`);
  await microtasks.outcome;
  strictEqual(microtasks.stdout.split("\n").sort().join(""), "1234");
});

Deno.test("a busy loop prints while it runs", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "console.log('one'); console.log('two'); console.log('three'); while (true) {}",
  );
  await cell.until(() => cell.stdout === "one\ntwo\nthree\n");
  await runtime.interpreter.interrupt();
  await cell.outcome;
});

Deno.test("a cell that prints is not kept waiting for acknowledgements", async () => {
  await using runtime = new TestRuntime();
  async function median(code: string) {
    const times: number[] = [];
    for (let i = 0; i < 21; i++) {
      const start = performance.now();
      await runtime.run(code);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[10];
  }
  await median("1");
  const extra = await median("console.log(1)") - await median("1");
  // TCP puts an acknowledgement off for 40 ms.
  ok(extra < 20, `${extra} ms more`);
});

Deno.test("a value of 100 MB arrives", async () => {
  await using runtime = new TestRuntime();
  match(
    await runtime.run("'x'.repeat(100e6)"),
    /^"x{10000}"\.\.\. 99990000 more/,
  );
  const cell = runtime.start("Deno.jupyter.md`${'x'.repeat(100e6)}`");
  const outcome = await cell.outcome;
  strictEqual(
    outcome.status === "ok" &&
      (outcome.data?.["text/markdown"] as string).length,
    100e6,
  );
});

Deno.test("late output goes to the cell that started it", async () => {
  await using runtime = new TestRuntime();
  const first = runtime.start(`
    let tell; const told = new Promise((resolve) => tell = resolve);
    (async () => { await told; console.log("promise") })();
    const later = () => setTimeout(() => console.log("timer"), 1); later(); 1`);
  await first.outcome;
  const second = runtime.start("console.log('mine'); tell(); await null; 2");
  await second.outcome;
  await first.until(() =>
    first.stdout.includes("promise") && first.stdout.includes("timer")
  );
  strictEqual(second.stdout, "mine\n");
});

Deno.test("late output goes to its cell if the next begins or ends meanwhile", async () => {
  await using runtime = new TestRuntime();
  // Busy for longer than it takes DevTools to come in between.
  const busy =
    "for (const end = performance.now() + 300; performance.now() < end;);";
  const first = runtime.start(`
    let tell; const told = new Promise((resolve) => tell = resolve);
    (async () => { await told; ${busy} console.log("at the end") })();
    setTimeout(() => { ${busy} console.log("at the beginning") }); 1`);
  await first.outcome;
  const second = runtime.start("tell(); 2");
  await second.outcome;
  await runtime.start("3").outcome;
  strictEqual(first.stdout, "at the beginning\nat the end\n");
  strictEqual(second.stdout, "");
});

Deno.test("a server prints where it is used, and not where something was imported", async () => {
  await using runtime = new TestRuntime();
  const first = runtime.start(
    'await import("data:text/javascript,export default 1");',
  );
  await first.outcome;
  const second = runtime.start(`
    const server = Deno.serve({ port: 0, onListen() {} }, () => {
      console.log("asked");
      return new Response();
    });
    await (await fetch(\`http://localhost:\${server.addr.port}\`)).text();
    await server.shutdown();`);
  await second.outcome;
  deepStrictEqual([first.stdout, second.stdout], ["", "asked\n"]);
});

Deno.test("100,000 lines come whole, in few pieces", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "for (let i = 0; i < 100_000; i++) console.log(i)",
  );
  let pieces = 0;
  const { stream } = cell;
  cell.stream = (name, text) => {
    pieces++;
    stream.call(cell, name, text);
  };
  await cell.outcome;
  const expected = Array.from({ length: 100_000 }, (_, i) => `${i}\n`);
  // NO_COLOR is not set, so numbers are coloured when printed alone.
  // deno-lint-ignore no-control-regex
  strictEqual(cell.stdout.replace(/\x1b\[\d+m/g, ""), expected.join(""));
  ok(pieces < 1000, `${pieces} pieces`);
});

Deno.test("a write of 50 MB survives", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "await Deno.stdout.write(new TextEncoder().encode('x'.repeat(50e6))); 1",
  );
  await cell.outcome;
  strictEqual(cell.stdout.length, 50e6);
});

Deno.test("prompt, confirm and a password ask the front end", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "[prompt('name?'), confirm('sure'), prompt('word', 'xyz', { password: true })].join()",
  );
  cell.answers.push("Ada", "y", "");
  const outcome = await cell.outcome;
  strictEqual(
    outcome.status === "ok" && outcome.data?.["text/plain"],
    '"Ada,true,xyz"',
  );
  match(cell.asked.join("|"), /^name\?\|sure \[y\/N\] \|word \[xyz\]$/);
});

Deno.test("a client without input gets the reason as an error", async () => {
  await using runtime = new TestRuntime();
  strictEqual(await runtime.run("prompt('name?')"), "Error: no answer");
});

Deno.test("stdin is at its end, and the kernel's own arguments are hidden", async () => {
  await using runtime = new TestRuntime();
  strictEqual(
    await runtime.run(`import { text } from "node:stream/consumers";
    const byte = new Uint8Array(1);
    [
      Deno.stdin.readSync(byte),
      await Deno.stdin.read(byte),
      await new Response(Deno.stdin.readable).text(),
      await text(process.stdin),
      Deno.args.length,
      process.argv.length,
    ].join()`),
    '",,,,0,2"',
  );
});

Deno.test("Stop ends what waits for the user, and keeps variables", async (t) => {
  await using runtime = new TestRuntime();
  await runtime.run(
    "let kept = 1; import { createInterface } from 'node:readline/promises'; " +
      "const lines = createInterface({ input: process.stdin });",
  );
  const cells = [
    "prompt('name?')",
    "confirm('sure?')",
    "await Deno.stdin.read(new Uint8Array(8))",
    "await lines.question('name?')",
    "for await (const line of process.stdin) line",
  ];
  for (const code of cells) {
    await t.step(code, async () => {
      const cell = runtime.start(code);
      cell.input = (prompt) => {
        cell.asked.push(prompt);
        cell.stream("stdout", "");
        return new Promise(() => {});
      };
      await cell.until(() => cell.asked.length > 0);
      await runtime.interpreter.interrupt();
      strictEqual((await cell.outcome).status, "error");
      strictEqual(await runtime.run("kept"), "1");
    });
  }
  // No question of theirs is open any more: this is busy.
  strictEqual(
    await runtime.stop("console.log('go'); while (true) {}"),
    "Interrupted",
  );
});

Deno.test("a display may be larger than what may be under way", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "await Deno.jupyter.display({ 'text/plain': 'x'.repeat(1e7) }, { raw: true });",
  );
  strictEqual((await cell.outcome).status, "ok");
  const [{ content }] = cell.broadcasts;
  const { data } = content as { data: Record<string, string> };
  strictEqual(data["text/plain"].length, 1e7);
});

Deno.test("what says whether prints are coloured is no business of a cell's programs", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(`
    console.log(1, Deno.env.has("NO_COLOR"));
    const env = new Deno.Command("env").outputSync().stdout;
    new TextDecoder().decode(env).includes("NO_COLOR")`);
  const outcome = await cell.outcome;
  strictEqual(cell.stdout, "1 false\n");
  strictEqual(
    outcome.status === "ok" && outcome.data?.["text/plain"],
    "false",
  );
});

Deno.test("a cell ends whose last output is more than clients have room for", async () => {
  const ready = () => new Promise<void>((done) => setTimeout(done, 300));
  await using runtime = new TestRuntime(undefined, undefined, 512, ready);
  const line = `${"x".repeat(1023)}\n`;
  // More than may be under way; the rest was gathered when the cell ended, and
  // was waited for within the kernel's own call, for ever.
  const cell = runtime.start(
    `for (let n = 0; n < 1080; n++) console.log("x".repeat(1023))`,
  );
  strictEqual((await cell.outcome).status, "ok");
  strictEqual(cell.stdout, line.repeat(1080));
});
