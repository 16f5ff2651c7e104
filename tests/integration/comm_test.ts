/** Messages of comms while a cell runs. */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { TestRuntime } from "./interpreter.ts";

/** Opens a comm, whose id it prints. */
const OPEN = `const comm = Deno.jupyter.comms.open("slider");
console.log(comm.commId);`;

const OK = { status: "ok", taken: true };

/** Starts a cell that opens a comm first; its id. */
async function opened(runtime: TestRuntime, code: string) {
  const cell = runtime.start(`${OPEN}\n${code}`);
  await cell.until(() => cell.stdout.includes("\n"));
  const comm_id = cell.stdout.trim();
  return { cell, comm_id };
}

Deno.test("a cell can await an answer over a comm", async () => {
  await using runtime = new TestRuntime();
  const { cell, comm_id } = await opened(
    runtime,
    `const answer = await new Promise((resolve) =>
      comm.onMsg = ({ content }) => resolve(content.data.value));
    console.log("got", answer);
    answer`,
  );
  deepStrictEqual(
    await runtime.deliver("comm_msg", { comm_id, data: { value: "x" } }),
    OK,
  );
  const outcome = await cell.outcome;
  deepStrictEqual(outcome, { status: "ok", data: { "text/plain": '"x"' } });
  strictEqual(cell.stdout, `${comm_id}\ngot x\n`);
});

Deno.test("a callback during a later cell prints in the cell that set it", async () => {
  await using runtime = new TestRuntime();
  const { cell: first, comm_id } = await opened(
    runtime,
    "let tell; comm.onMsg = ({ content }) => { console.log('callback', content.data); tell() };",
  );
  await first.outcome;
  const second = runtime.start(
    "console.log('before'); await new Promise((resolve) => tell = resolve); console.log('after')",
  );
  await second.until(() => second.stdout !== "");
  await runtime.deliver("comm_msg", { comm_id, data: "now" });
  await second.outcome;
  strictEqual(second.stdout, "before\nafter\n");
  await first.until(() => first.stdout.includes("callback now"));
});

Deno.test("what nobody listens to yet waits for the end of the cell", async () => {
  await using runtime = new TestRuntime();
  const { cell, comm_id } = await opened(
    runtime,
    `let seen = []; console.log("open");
    await new Promise((resolve) => globalThis.go = resolve);
    comm.onMsg = ({ content }) => seen.push(content.data);
    Deno.jupyter.comms.registerTarget("late", () => seen.push("opened"));`,
  );
  await cell.until(() => cell.stdout.includes("open"));
  const message = runtime.deliver("comm_msg", { comm_id, data: "message" });
  const open = runtime.deliver("comm_open", {
    comm_id: "other",
    target_name: "late",
    data: {},
  });
  const nobody = runtime.deliver("comm_open", {
    comm_id: "nobody",
    target_name: "nobody",
    data: {},
  });
  const going = runtime.start("go()");
  await going.outcome;
  await cell.outcome;
  deepStrictEqual(await Promise.all([message, open, nobody]), [
    OK,
    OK,
    { status: "ok", taken: false },
  ]);
  strictEqual(await runtime.run("seen.join()"), '"message,opened"');
});

Deno.test("Stop ends a callback that loops while a cell awaits, and the cell", async () => {
  await using runtime = new TestRuntime();
  const { cell, comm_id } = await opened(
    runtime,
    `comm.onMsg = () => { console.log("looping"); for (;;); };
    await new Promise((resolve) => setTimeout(resolve, 1e6))`,
  );
  const delivered = runtime.deliver("comm_msg", { comm_id, data: {} });
  await cell.until(() => cell.stdout.includes("looping"));
  await runtime.interpreter.interrupt();
  const ends = [await delivered, await cell.outcome];
  for (const end of ends) {
    strictEqual(end.status, "error");
    if (end.status === "error") strictEqual(end.error.ename, "Interrupted");
  }
  strictEqual(await runtime.run("typeof comm"), '"object"');
});

Deno.test("Stop ends a callback that loops at the end of a cell", async () => {
  await using runtime = new TestRuntime();
  const { cell, comm_id } = await opened(
    runtime,
    `comm.onMsg = () => { console.log("looping"); for (;;); }; console.log("set");
    const end = performance.now() + 100; while (performance.now() < end);`,
  );
  await cell.until(() => cell.stdout.includes("set"));
  const delivered = runtime.deliver("comm_msg", { comm_id, data: {} });
  await cell.until(() => cell.stdout.includes("looping"));
  await runtime.interpreter.interrupt();
  strictEqual((await delivered).status, "error");
  await cell.outcome;
  strictEqual(await runtime.run("1 + 1"), "2");
});
