/** Stop, wherever a cell may be: it ends, variables stay, the next cell runs. */

import { match, ok, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

const SLEEP = "const sleep = (ms) => new Promise((r) => setTimeout(r, ms));";

const NAME = "Interrupted";

/** Each prints "go" where it is to be stopped. */
const CELLS: Record<string, string> = {
  "a busy loop": "console.log('go'); while (true) {}",
  "a busy loop after an await":
    "await null; console.log('go'); while (true) {}",
  "a busy loop in a callback":
    "[1].map(() => { console.log('go'); while (true) {} })",
  "a busy timer":
    "setTimeout(() => { console.log('go'); while (true) {} }); await new Promise(() => setTimeout(() => {}, 1e6))",
  "a timer of node:timers":
    "import timers from 'node:timers'; timers.setTimeout(() => { console.log('go'); while (true) {} }, 1); await new Promise(() => setTimeout(() => {}, 1e6))",
  "process.nextTick":
    "process.nextTick(() => { console.log('go'); while (true) {} }); await new Promise(() => setTimeout(() => {}, 1e6))",
  "AbortSignal.timeout":
    "AbortSignal.timeout(1).onabort = () => { console.log('go'); while (true) {} }; await new Promise(() => setTimeout(() => {}, 1e6))",
  "a microtask":
    "Promise.resolve().then(() => { console.log('go'); while (true) {} }); await new Promise(() => setTimeout(() => {}, 1e6))",
  "an event handler":
    "const target = new EventTarget(); target.addEventListener('x', () => { console.log('go'); while (true) {} }); target.dispatchEvent(new Event('x'))",
  "a port's handler":
    "const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { console.log('go'); while (true) {} }; port2.postMessage(1); await new Promise(() => setTimeout(() => {}, 1e6))",
  "an async generator":
    "console.log('go'); for await (const _ of (async function* () { while (true) yield 1 })()) {}",
  "a regular expression":
    "console.log('go'); /^(a+)+$/.test('a'.repeat(40) + '!')",
  "Atomics.wait":
    "console.log('go'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "a pending await":
    "console.log('go'); await new Promise(() => setTimeout(() => {}, 1e6))",
  "a fetch without an answer":
    "const listener = Deno.listen({ hostname: '127.0.0.1', port: 0 }); console.log('go'); await fetch(`http://127.0.0.1:${listener.addr.port}`)",
  "awaits without a pause": "console.log('go'); while (true) await null",
  "try and finally":
    "try { console.log('go'); while (true) {} } finally { while (true) {} }",
  "catch in a loop":
    "for (;;) { try { console.log('go'); while (true) {} } catch {} }",
  "WebAssembly":
    "const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]); const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes)); console.log('go'); exports.f()",
  "a display method":
    "console.log('go'); ({ [Symbol.for('Jupyter.display')]() { while (true) {} } })",
  "an error's getter":
    "console.log('go'); throw { get message() { while (true) {} }, __proto__: Error.prototype }",
  "sorting":
    "console.log('go'); for (;;) Float64Array.from({ length: 1e6 }, Math.random).sort()",
};

Deno.test("Stop ends a cell wherever it is and keeps variables", async (t) => {
  await using runtime = new TestRuntime();
  await runtime.run(`let kept = 1; ${SLEEP}`);
  for (const [name, code] of Object.entries(CELLS)) {
    await t.step(name, async () => {
      strictEqual(await runtime.stop(code), "Interrupted");
      strictEqual(await runtime.run("kept"), "1");
    });
  }
});

Deno.test("a loop of awaits stands still after Stop", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(`let n = 0; ${SLEEP}`);
  const loop =
    "while (true) { await sleep(10); n++; if (n > 2) console.log('go') }";
  strictEqual(await runtime.stop(loop), "Interrupted");
  const before = await runtime.run("n");
  // Ten times what the loop needs for a round.
  strictEqual(await runtime.run("await sleep(100); n"), before);
});

Deno.test("a loop that only awaits disposal stands still after Stop", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(
    // Not a timer: those of a stopped cell do nothing any more.
    `let n = 0; ${SLEEP} const bytes = new Uint8Array(1e6);
    const open = () => ({ [Symbol.asyncDispose]: () => crypto.subtle.digest("SHA-256", bytes) })`,
  );
  const loops = [
    "while (true) { await using resource = open(); n++; console.log('go') }",
    "const many = function* () { while (true) yield open() }; for (await using resource of many()) { n++; console.log('go') }",
  ];
  for (const loop of loops) {
    strictEqual(await runtime.stop(loop), "Interrupted");
    const before = await runtime.run("n");
    strictEqual(await runtime.run("await sleep(50); n"), before);
  }
});

Deno.test("a loop in a function of an earlier cell stands still after Stop", async () => {
  await using runtime = new TestRuntime();
  await runtime.run(
    `let n = 0; ${SLEEP} async function run() { while (true) { await sleep(5); n++; console.log('go') } }`,
  );
  strictEqual(await runtime.stop("await run()"), "Interrupted");
  const before = await runtime.run("n");
  strictEqual(await runtime.run("await sleep(50); n"), before);
});

Deno.test("Stop between cells ends what an earlier cell left looping", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(
    "let kept = 1; setTimeout(() => { console.log('go'); while (true) {} }, 20)",
  );
  await cell.outcome;
  await cell.until(() => cell.stdout.includes("go"));
  await runtime.interpreter.interrupt();
  strictEqual(await runtime.run("kept"), "1");
});

Deno.test("Stop ends an interval that is always busy, and keeps variables", async (t) => {
  await using runtime = new TestRuntime();
  const forever = "await new Promise(() => setTimeout(() => {}, 1e6))";
  const busy = (ms: number) =>
    `const end = Date.now() + ${ms}; while (Date.now() < end);`;
  await runtime.run("let kept = 1, armed = false, woken = () => {}");
  // Each time it fires again before anything else can run.
  const begun = () =>
    runtime.start(
      `setInterval(() => { if (!armed) return; console.log('busy'); ${
        busy(3000)
      } }, 5); armed = false;`,
    );
  await t.step("beside a cell", async () => {
    const earlier = begun();
    await earlier.outcome;
    const cell = runtime.start(`armed = true; ${forever}`);
    await earlier.until(() => earlier.stdout.includes("busy"));
    await runtime.interpreter.interrupt();
    strictEqual((await cell.outcome).status, "error");
    strictEqual(await runtime.run("kept"), "1");
  });
  await t.step("between cells", async () => {
    const earlier = begun();
    await earlier.outcome;
    await runtime.run("setTimeout(() => { armed = true }, 20); 1");
    await earlier.until(() => earlier.stdout.includes("busy"));
    await runtime.interpreter.interrupt();
    strictEqual(await runtime.run("kept"), "1");
  });
  await t.step("but not one that is short", async () => {
    const earlier = runtime.start(
      `setInterval(() => { console.log('tick'); ${busy(40)} woken() }, 60); 1`,
    );
    await earlier.outcome;
    const cell = runtime.start(forever);
    await earlier.until(() => earlier.stdout.includes("tick"));
    await runtime.interpreter.interrupt();
    strictEqual((await cell.outcome).status, "error");
    const waits = "await new Promise((wake) => { woken = () => wake(kept) })";
    strictEqual(await runtime.run(waits), "1");
  });
});

Deno.test("Stop works a hundred times in a row", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("let kept = 0");
  for (let round = 1; round <= 100; round++) {
    // What it prints makes the kernel evaluate, which may cost a termination.
    const code = round % 2
      ? "kept++; console.log('go'); for (let n = 0;; n++) if (n % 1000 === 0) console.log(n)"
      : "kept++; console.log('go'); await new Promise((r) => setTimeout(r, 1e6))";
    strictEqual(await runtime.stop(code), "Interrupted");
    strictEqual(await runtime.run("kept"), String(round));
  }
});

Deno.test("Stop works at any moment of a cell's start", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("let kept = 1");
  for (let turns = 0; turns < 30; turns++) {
    // The function is a script of its own, evaluated before the rest.
    const cell = runtime.start("function loop() { while (true) {} } loop()");
    for (let turn = 0; turn < turns; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const start = performance.now();
    await runtime.interpreter.interrupt();
    const outcome = await cell.outcome;
    // It has not reached the runtime: its clean-up, which has over two seconds,
    // is not waited for.
    if (turns === 0) ok(performance.now() - start < 2000);
    strictEqual(outcome.status === "error" && outcome.error.ename, NAME);
    strictEqual(await runtime.run("kept"), "1");
  }
});

Deno.test("Stop pressed twice in haste is one Stop", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("let kept = 1");
  const cell = runtime.start("console.log('go'); while (true) {}");
  await cell.until(() => cell.stdout.includes("go"));
  runtime.interpreter.interrupt();
  await runtime.interpreter.interrupt();
  await cell.outcome;
  strictEqual(await runtime.run("kept"), "1");
});

Deno.test("Stop ends the Workers that the cell made", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("let n = 0");
  const worker =
    "const url = 'data:text/javascript,setInterval(() => postMessage(1), 5)'; const worker = new Worker(url, { type: 'module' }); worker.onmessage = () => { n++; console.log('go') }; await new Promise((r) => setTimeout(r, 1e6))";
  strictEqual(await runtime.stop(worker), "Interrupted");
  const before = await runtime.run("n");
  strictEqual(
    await runtime.run("await new Promise((r) => setTimeout(r, 50)); n"),
    before,
  );
});

Deno.test("Stop keeps variables, whatever it waits for", async (t) => {
  const folder = await Deno.makeTempDir();
  // Long enough that Stop finds it busy.
  const slow =
    "console.log('go'); const end = Date.now() + 400; while (Date.now() < end);";
  await Deno.writeTextFile(`${folder}/slow.ts`, slow);
  await using runtime = new TestRuntime(folder);
  const made = await runtime.run(
    "let kept = 1; import { execSync } from 'node:child_process';" +
      "const sleeper = (detached = false) => new Deno.Command('sleep', { args: ['20'], detached }).spawn();" +
      // A process counts as started by the cell in whose tick of 10 ms it
      // starts.
      "const earlier = sleeper(); await new Promise((end) => setTimeout(end, 20))",
  );
  strictEqual(made, "undefined");
  await t.step("a subprocess, which it cuts short", async () => {
    strictEqual(
      await runtime.stop("console.log('go'); execSync('sleep 600')"),
      "Interrupted",
    );
    strictEqual(await runtime.run("kept"), "1");
  });
  await t.step("a subprocess that the cell awaits", async () => {
    strictEqual(
      await runtime.stop(
        "const detached = sleeper(true), awaited = sleeper(); console.log('go'); await awaited.status",
      ),
      "Interrupted",
    );
    strictEqual(await runtime.run("(await awaited.status).signal"), '"SIGINT"');
  });
  await t.step("a library, whose cell started a subprocess", async () => {
    strictEqual(
      await runtime.stop(
        "const beside = sleeper(); await new Promise((end) => { addEventListener('interrupt', (event) => { event.preventDefault(); end() }, { once: true }); console.log('go') })",
      ),
      "Interrupted",
    );
    const signals = "const signals = [];" +
      "for (const left of [earlier, detached, beside]) {" +
      "left.kill(); signals.push((await left.status).signal) }";
    strictEqual(
      await runtime.run(`${signals} signals`),
      '[ "SIGTERM", "SIGTERM", "SIGTERM" ]',
    );
  });
  await t.step("a module that is being evaluated", async () => {
    strictEqual(
      await runtime.stop("import './slow.ts'; kept = 2"),
      "Interrupted",
    );
    strictEqual(await runtime.run("kept"), "1");
  });
  await t.step("nothing, as the cell has just ended", async () => {
    const began = performance.now();
    strictEqual(
      await runtime.stop(
        "({ [Symbol.for('Jupyter.display')]() { console.log('go'); return {} } })",
      ),
      "Interrupted",
    );
    // A mark in the pipes that nobody asks for holds them up for 2 s.
    ok(performance.now() - began < 1500);
    strictEqual(await runtime.run("kept"), "1");
  });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("Stop cuts short what starts a subprocess only later", async (t) => {
  await using runtime = new TestRuntime();
  await runtime.run("import { execFileSync } from 'node:child_process'");
  const scripts = {
    "another process": "trap : INT; echo go; sleep 600; sleep 600; true",
    "the same process": "trap : INT; echo go; sleep 600; exec sleep 600",
  };
  for (const [name, script] of Object.entries(scripts)) {
    const cell =
      `execFileSync('bash', ['-c', '${script}'], { stdio: 'inherit' })`;
    await t.step(name, async () => {
      strictEqual(await runtime.stop(cell), "Interrupted");
    });
  }
});

Deno.test("a call that cannot be cut short: Stop says so, a second one restarts the runtime", async () => {
  const folder = await Deno.makeTempDir();
  await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
  await using runtime = new TestRuntime(folder);
  await runtime.run("let kept = 1");
  // Opening a pipe that nobody writes to blocks in the system.
  const cell = runtime.start("console.log('go'); Deno.openSync('pipe')");
  await cell.until(() => cell.stdout.includes("go"));
  runtime.interpreter.interrupt();
  await cell.until(() => cell.stderr.includes("Stop again"));
  await runtime.interpreter.interrupt();
  const outcome = await cell.outcome;
  strictEqual(outcome.status, "error");
  if (outcome.status === "error") match(outcome.error.evalue, /restarted/);
  strictEqual(await runtime.run("typeof kept"), '"undefined"');
  await Deno.remove(folder, { recursive: true });
});

Deno.test("what loops after Stop costs the variables, not the next cell", async (t) => {
  const cells = {
    "FinalizationRegistry":
      "const registry = new FinalizationRegistry(() => { console.log('go'); while (true) {} }); (() => { for (let i = 0; i < 1000; i++) registry.register({}, 1) })(); for (;;) { new Array(1e6).fill(0); await new Promise((r) => setTimeout(r, 1)) }",
    "an exit handler":
      "process.on('exit', () => { console.log('go'); while (true) {} }); Deno.exit(2)",
  };
  for (const [name, code] of Object.entries(cells)) {
    await t.step(name, async () => {
      await using runtime = new TestRuntime();
      await runtime.stop(code);
      strictEqual(await runtime.run("1 + 1"), "2");
    });
  }
});
