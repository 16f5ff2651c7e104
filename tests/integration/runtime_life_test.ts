/** How the runtime ends, and what the next cell finds. */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

Deno.test("a cell that ends its runtime gets an error and the next one runs", async (t) => {
  const cells = {
    "Deno.exit(3)": [/exit code 3/, "Deno.exit(3)"],
    "process.exit()": [/exit code 4/, "process.exit(4)"],
    "killed": [
      /killed.*137/,
      "Deno.kill(Deno.pid, 'SIGKILL'); while (true) {}",
    ],
    "aborted": [/abort.*134/, "process.abort()"],
    "out of memory": [
      /out of memory/,
      "const all = []; for (;;) all.push(new Array(1e6).fill(0.5))",
    ],
  } as const;
  await using runtime = new TestRuntime();
  for (const [name, [reason, code]] of Object.entries(cells)) {
    await t.step(name, async () => {
      match(await runtime.run(code), reason);
      strictEqual(await runtime.run("1 + 1"), "2");
    });
  }
});

Deno.test("a runtime that ends between cells says so below the last one, and is replaced", async () => {
  await using runtime = new TestRuntime();
  for (
    const [code, told] of [
      ["setTimeout(() => Deno.exit(5), 1); 1", "exit code 5"],
      ["setTimeout(() => Deno.kill(Deno.pid, 'SIGKILL'), 1); 1", "137"],
    ]
  ) {
    const cell = runtime.start(code);
    const outcome = await cell.outcome;
    // A cell on its way out may still meet its end, and says so itself.
    if (outcome.status === "ok") {
      await cell.until(() => cell.stderr.includes("variables are lost"));
      match(cell.stderr, /^The runtime ended: .*the next cell runs in a fresh/);
      ok(cell.stderr.includes(told), cell.stderr);
    } else match(outcome.error.evalue, /The runtime ended/);
    strictEqual(await runtime.run("1 + 1"), "2");
  }
  const last = runtime.start("1");
  await last.outcome;
  await runtime.interpreter.close();
  strictEqual(last.stderr, "");
});

Deno.test("what runs when the kernel ends is told so, also where a Stop came first", async (t) => {
  // JupyterLab sends a Stop before it restarts a kernel that is busy.
  for (const isStopped of [false, true]) {
    await t.step(isStopped ? "after a Stop" : "at once", async () => {
      await using runtime = new TestRuntime();
      const cell = runtime.start(
        "try { console.log('go'); await new Promise((end) => setTimeout(end, 1e6)) } finally { await new Promise((end) => setTimeout(end, 1e6)) }",
      );
      await cell.until(() => cell.stdout === "go\n");
      const stopping = isStopped && runtime.interpreter.interrupt();
      await runtime.interpreter.close();
      const outcome = await cell.outcome;
      strictEqual(
        outcome.status === "error" && outcome.error.evalue,
        "The kernel was shut down or restarted while this ran",
      );
      await stopping;
    });
  }
});

Deno.test("uncaught errors and rejections in the background don't end the runtime", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("let kept = 1");
  const cell = runtime.start(
    "setTimeout(() => { throw new Error('late timer') }, 1); Promise.reject(new Error('late promise')); Promise.reject(5);\n" +
      `new Worker("data:text/javascript,throw new TypeError('late worker')", { type: "module" }); 1`,
  );
  await cell.outcome;
  await cell.until(() =>
    /late timer/.test(cell.stderr) && /late promise/.test(cell.stderr) &&
    /background: TypeError: late worker/.test(cell.stderr) &&
    /background: 5\n/.test(cell.stderr)
  );
  match(cell.stderr, /In .*\[2\]:1/);
  strictEqual(await runtime.run("kept"), "1");

  // Those that the cell handles itself are its own affair.
  const handled = runtime.start(
    `const caught = Promise.withResolvers();
    process.once("unhandledRejection", ({ message }) => {
      console.log(message);
      setTimeout(() => { throw new Error("timer") }, 1);
    });
    process.once("uncaughtException", ({ message }) => caught.resolve(message));
    Promise.reject(new Error("promise"));
    console.log(await caught.promise)`,
  );
  await handled.outcome;
  strictEqual(handled.stdout, "promise\ntimer\n");
  strictEqual(handled.stderr, "");
});

Deno.test("the end of a notebook waits for what can still come", async (t) => {
  const never = "(async () => { await new Promise(() => {}) })(); 1";
  // It holds no program, and ends after all that must not be waited for.
  const mark =
    "const mark = new Deno.Command('sleep', { args: ['1.5'] }).spawn(); mark.unref(); mark.status.then(() => console.log('too late')); 1";
  const cells: Record<string, string> = {
    "no timeout that was cleared":
      "clearTimeout(setTimeout(() => {}, 1900)); 1",
    "no signal's timeout": "AbortSignal.timeout(1900); 1",
    "no promise that nothing settles": never,
    "no message of a comm":
      `await Deno.jupyter.broadcast("comm_open", { comm_id: "c", target_name: "x", data: {} }); ${never}`,
    "no interval that was cleared":
      "clearInterval(setInterval(() => {}, 10)); 1",
  };
  await using runtime = new TestRuntime();
  for (const [name, code] of Object.entries(cells)) {
    await t.step(name, async () => {
      await runtime.run(code);
      const marked = runtime.start(mark);
      await marked.outcome;
      deepStrictEqual(await runtime.interpreter.background(), []);
      strictEqual(marked.stdout, "");
    });
  }
  await t.step("but a short timeout beside long ones", async () => {
    await using runtime = new TestRuntime();
    await runtime.run(
      "setTimeout(() => { throw new Error('late') }, 100); setTimeout(() => {}, 1e6); clearTimeout(setTimeout(() => {}, 1e7)); 1",
    );
    const errors = await runtime.interpreter.background();
    deepStrictEqual(errors.map(({ evalue }) => evalue), ["late"]);
  });
});

Deno.test("a runtime that ends after its cell fails by its exit code", async () => {
  for (const [code, failures] of [[0, []], [3, ["RuntimeExited"]]] as const) {
    await using runtime = new TestRuntime();
    await runtime.run(`setTimeout(() => Deno.exit(${code}), 50); 1`);
    const errors = await runtime.interpreter.background();
    deepStrictEqual(errors.map(({ ename }) => ename), failures);
  }
});

Deno.test("the end of the kernel calls listeners to the end of the process", async (t) => {
  const listens =
    "process.on('exit', (code) => console.log('exit', code)); addEventListener('unload', () => console.log('unload')); 1";
  await t.step("as the end of a program does", async () => {
    await using runtime = new TestRuntime();
    await runtime.run(listens);
    const last = runtime.start("process.exitCode = 3; 1");
    await last.outcome;
    await runtime.interpreter.close();
    strictEqual(last.stdout, "unload\nexit 3\n");
  });
  await t.step("whatever one of them does", async () => {
    await using runtime = new TestRuntime();
    const cell = runtime.start(
      `addEventListener("unload", () => { throw new Error("thrown") }); process.on("exit", () => { throw new Error("thrown") }); ${listens}`,
    );
    await cell.outcome;
    await runtime.interpreter.close();
    match(cell.stderr, /thrown/);
    match(cell.stdout, /unload/);
  });
  await t.step("and does not wait for one that never ends", async () => {
    await using runtime = new TestRuntime();
    await runtime.run(
      "addEventListener('unload', () => { while (true) {} }); 1",
    );
    await runtime.interpreter.close();
  });
  await t.step("also while a cell awaits", async () => {
    await using runtime = new TestRuntime();
    await runtime.run(listens);
    const cell = runtime.start(
      "console.log('go'); await new Promise(() => setTimeout(() => {}, 1e6))",
    );
    await cell.until(() => cell.stdout.includes("go"));
    await runtime.interpreter.close();
    strictEqual((await cell.outcome).status, "error");
    strictEqual(cell.stdout, "go\nunload\nexit 0\n");
  });
  await t.step("nor for what is busy", async () => {
    await using runtime = new TestRuntime();
    await runtime.run(listens);
    const cell = runtime.start("console.log('go'); while (true) {}");
    await cell.until(() => cell.stdout.includes("go"));
    await runtime.interpreter.close();
    strictEqual((await cell.outcome).status, "error");
    strictEqual(cell.stdout, "go\n");
  });
});

Deno.test("a cell's value survives the garbage of work that it left behind", async () => {
  await using runtime = new TestRuntime();
  // The work runs between the end of the cell and the report of it.
  const code =
    "Promise.resolve().then(() => { for (let i = 0; i < 3e6; i++) new Array(100).fill(i) }); 42";
  strictEqual(await runtime.run(code), "42");
});

Deno.test("a cell that awaits what can never come says so", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start("await new Promise(() => {})");
  // V8 notices when it collects garbage; a client that waits makes none.
  const told = cell.outcome.then((outcome) =>
    outcome.status === "error" ? outcome.error.ename : "ok"
  );
  const stopped = runtime.interpreter.interrupt();
  match(await told, /Interrupted|NeverSettles/);
  await stopped;
});

Deno.test("a cell that nobody could stop ends when nothing can settle what it awaits", async () => {
  // Those that something settles take longer than the kernel needs to tell, which
  // is a second.
  const cells: [string, string][] = [
    [
      "console.log(1); await (async () => { await new Promise(() => {}) })()",
      "NeverSettles",
    ],
    [
      `await new Promise((resolve) => {
        AbortSignal.timeout(1700).addEventListener("abort", () => resolve(1));
      })`,
      "ok",
    ],
    [
      `const from = Date.now();
      while (Date.now() < from + 1700);
      await 0`,
      "ok",
    ],
    [
      `Deno.jupyter.comms.registerTarget("t", () => {});
      const socket = Deno.listen({ port: 0 });
      setTimeout(() => socket.close(), 1700);
      await socket.accept().catch(() => {})`,
      "ok",
    ],
  ];
  await Promise.all(cells.map(async ([code, expected]) => {
    await using runtime = new TestRuntime();
    const outcome = await runtime.start(code, true).outcome;
    const how = outcome.status === "error"
      ? outcome.error.ename
      : outcome.status;
    strictEqual(how, expected, code);
    strictEqual(await runtime.run("1 + 1"), "2");
  }));
});

Deno.test("garbage collection takes no cell's end for one that never comes", async () => {
  await using runtime = new TestRuntime();
  await runtime.run("let kept: unknown[] = []");
  const cell = `const large = new Float32Array(5_000_000);
kept = [...kept.slice(-5), Array.from({ length: 30_000 }, (_, i) => ({ i }))];
const part = large.slice(0, 2000);`;
  for (let i = 0; i < 20; i++) {
    strictEqual(await runtime.run(cell), "undefined");
  }
});

Deno.test("an error lost to garbage collection is not taken for an await", async () => {
  await using runtime = new TestRuntime();
  const garbage =
    "Promise.resolve().then(() => { for (let i = 0; i < 3e6; i++) new Array(100).fill(i) });";
  const answer = await runtime.run(
    `await 1; ${garbage} throw new Error('mine')`,
  );
  match(answer, /^(ErrorLost|Error: mine)/);
});

Deno.test("long cells reach a runtime that has something to say", async () => {
  await using runtime = new TestRuntime();
  await runtime.run('setInterval(() => console.log("meanwhile"), 0); 1');
  // With Deno's own WebSocket one in some hundreds cost all variables.
  const long = `/* ${"long ".repeat(1000)} */ 1 + 1`;
  for (let i = 0; i < 500; i++) strictEqual(await runtime.run(long), "2");
});

Deno.test("what a killed kernel's cells had started ends with it", async () => {
  // A process of its own in the kernel's place, which is killed.
  const code = `
    import { TestRuntime } from ${
    JSON.stringify(import.meta.resolve("../harness/test_runtime.ts"))
  };
    const runtime = new TestRuntime();
    const cell = runtime.start('import { spawn } from "node:child_process"; const p = spawn("sleep", ["300"]); console.log(p.pid, Deno.pid); for (;;);');
    await cell.until(() => /\\d+ \\d+/.test(cell.stdout));
    console.log(cell.stdout);
    await new Promise(() => setInterval(() => {}, 1e6));`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const kernel = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", config, file],
    stdout: "piped",
  }).spawn();
  try {
    const reader = kernel.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    let text = "";
    let pids: RegExpExecArray | null = null;
    while (!pids) {
      text += (await reader.read()).value ?? "";
      pids = /(\d+) (\d+)/.exec(text);
    }
    await reader.cancel();
    kernel.kill("SIGKILL");
    await kernel.status;
    for (const pid of pids.slice(1).map(Number)) await ended(pid);
  } finally {
    await Deno.remove(file);
  }
});

/** Fulfilled when a process has gone, which its parent may not have noticed. */
async function ended(pid: number) {
  for (;;) {
    try {
      const status = await Deno.readTextFile(`/proc/${pid}/stat`);
      if (/\) Z /.test(status)) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test("a Worker may have permissions of its own", async () => {
  await using runtime = new TestRuntime();
  const code =
    "postMessage(Deno.permissions.querySync({ name: 'read' }).state)";
  strictEqual(
    await runtime.run(
      `const worker = new Worker(${
        JSON.stringify(`data:text/javascript,${code}`)
      }, {
        type: "module", deno: { permissions: "none" } });
      await new Promise((done) => worker.onmessage = ({ data }) => done(data))`,
    ),
    '"prompt"',
  );
});

Deno.test("Workers start beside DevTools", async () => {
  await using runtime = new TestRuntime();
  const worker = "data:text/javascript,postMessage(1)";
  strictEqual(
    await runtime.run(
      `const all = Array.from({ length: 8 }, () => new Promise((done) => {
        const worker = new Worker("${worker}", { type: "module" });
        worker.onmessage = () => { worker.terminate(); done(1); };
      }));
      (await Promise.all(all)).length`,
    ),
    "8",
  );
});
