/** Messages of comms while a cell runs. */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { TestRuntime } from "../harness/test_runtime.ts";

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

Deno.test("what a callback sends answers the message that called it", async () => {
  await using runtime = new TestRuntime();
  const { cell, comm_id } = await opened(
    runtime,
    `comm.onMsg = async ({ content }) => {
      comm.send({ now: content.data });
      await new Promise((resolve) => setTimeout(resolve, 1));
      comm.send({ later: content.data });
    };
    comm.send({ own: true });
    await new Promise((resolve) => globalThis.end = resolve);`,
  );
  await cell.until(() => cell.broadcasts.length === 2);
  await runtime.deliver("comm_msg", { comm_id, data: 1 });
  await cell.until(() => cell.broadcasts.length === 4);
  await runtime.start("comm.send({ other: true }); end()").outcome;
  await cell.outcome;
  deepStrictEqual(
    cell.broadcasts.map(({ answered }) => answered?.header.msg_id),
    [undefined, undefined, "delivery-2", "delivery-2"],
  );
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

Deno.test("a library that comes later knows which comms were refused", async () => {
  await using runtime = new TestRuntime();
  const asked = 'Deno.jupyter.comms.wasRefused("jupyter.widget.control")';
  const before = await runtime.start(asked).outcome;
  deepStrictEqual(before, { status: "ok", data: { "text/plain": "false" } });
  const delivered = await runtime.deliver("comm_open", {
    comm_id: "1",
    target_name: "jupyter.widget.control",
    data: {},
  });
  deepStrictEqual(delivered, { status: "ok", taken: false });
  const after = await runtime.start(asked).outcome;
  deepStrictEqual(after, { status: "ok", data: { "text/plain": "true" } });
});

Deno.test("widgets talk the protocol 2.1.0, also while a cell runs", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(`import { IntSlider } from "thaw";
const slider = new IntSlider({ value: 3, max: 10 });
console.log("open");
for await (const value of slider) { if (value === 7) break; }
slider.value`);
  await cell.until(() => cell.stdout !== "");
  const opens = cell.broadcasts.filter(({ msg_type }) =>
    msg_type === "comm_open"
  );
  const slider = opens.at(-1)!;
  const { comm_id, data } = slider.content as {
    comm_id: string;
    data: { state: Record<string, unknown> };
  };
  strictEqual(slider.content.target_name, "jupyter.widget");
  strictEqual(slider.metadata.version, "2.1.0");
  strictEqual(data.state._model_name, "IntSliderModel");
  const layout = opens.find(({ content }) =>
    data.state.layout === `IPY_MODEL_${content.comm_id}`
  );
  strictEqual(layout !== undefined, true);

  const sent = () =>
    cell.broadcasts.filter(({ content }) => content.comm_id === comm_id)
      .map(({ content }) => content.data as Record<string, unknown>);
  const update = (value: unknown) =>
    runtime.deliver("comm_msg", {
      comm_id,
      data: { method: "update", state: { value }, buffer_paths: [] },
    });
  await runtime.deliver("comm_msg", {
    comm_id,
    data: { method: "request_state" },
  });
  await cell.until(() => sent().length === 2);
  strictEqual((sent()[1].state as { max: number }).max, 10);

  // Out of its bounds: held there, and the page is told.
  await update(12);
  await cell.until(() => sent().length === 3);
  deepStrictEqual(sent()[2], {
    method: "update",
    state: { value: 10 },
    buffer_paths: [],
  });
  await update(7);
  await cell.until(() => sent().length === 4);
  deepStrictEqual(sent()[3], {
    method: "echo_update",
    state: { value: 7 },
    buffer_paths: [],
  });
  deepStrictEqual(await cell.outcome, {
    status: "ok",
    data: { "text/plain": "7" },
  });
});

Deno.test("a front end that comes later is told of all widgets at once, and of edited files", async () => {
  await using runtime = new TestRuntime();
  const file = await Deno.makeTempFile({ suffix: ".js" });
  await Deno.writeTextFile(file, "export default { one: 1 };");
  const cell = runtime.start(`import { Image, widget } from "thaw";
const own = widget({ esm: new URL(${JSON.stringify(`file://${file}`)}) });
const image = new Image({ value: new Uint8Array([1, 2]) }); image.id`);
  const outcome = await cell.outcome;
  if (outcome.status !== "ok") throw new Error("not ok");
  const id = String(outcome.data!["text/plain"]).replaceAll('"', "");
  const opened = await runtime.deliver("comm_open", {
    comm_id: "control",
    target_name: "jupyter.widget.control",
    data: {},
  });
  deepStrictEqual(opened, OK);
  await runtime.deliver("comm_msg", {
    comm_id: "control",
    data: { method: "request_states" },
  });
  const answer = () =>
    cell.broadcasts.find(({ content }) => content.comm_id === "control");
  await cell.until(() => answer() !== undefined);
  const { content, buffers } = answer()!;
  const data = content.data as {
    states: Record<string, { model_name: string; state: object }>;
    buffer_paths: unknown[];
  };
  strictEqual(data.states[id].model_name, "ImageModel");
  strictEqual("value" in data.states[id].state, false);
  deepStrictEqual(data.buffer_paths, [[id, "state", "value"]]);
  deepStrictEqual([...buffers[0]], [1, 2]);

  // A module of one's own that is edited is sent anew.
  await Deno.writeTextFile(file, "export default { two: 2 };");
  await cell.until(() =>
    cell.broadcasts.some(({ content }) => {
      const { state } = content.data as { state?: { _esm?: string } };
      return state?._esm === "export default { two: 2 };";
    })
  );
  await Deno.remove(file);
});

Deno.test("a training's panel waits for a page that is slow or comes later", async () => {
  await using runtime = new TestRuntime();
  await runtime.deliver("comm_open", {
    comm_id: "control",
    target_name: "jupyter.widget.control",
    data: {},
  });
  const cell = runtime.start(`import { training } from "thaw";
const { now } = performance;
let later = 0;
performance.now = () => now.call(performance) + later;
const run = training();
for await (const step of run.steps()) {
  run.log({ loss: step });
  // Each step takes longer than a page is given.
  later += 10_000;
}
run.isStopped`);
  const view = "application/vnd.jupyter.widget-view+json";
  const of = (type: string) =>
    cell.broadcasts.filter(({ msg_type }) => msg_type === type);
  // Shown again and again, while nobody says that it is seen.
  await cell.until(() => of("update_display_data").length >= 3);
  const root = of("display_data")[0].content.data as Record<
    string,
    { model_id: string }
  >;
  const comm_id = root[view].model_id;
  const views = (count: number) =>
    runtime.deliver("comm_msg", {
      comm_id,
      data: { method: "update", state: { _view_count: count } },
    });
  // A page shows it, and is closed.
  await views(1);
  await views(0);
  deepStrictEqual(of("comm_close"), []);
  const stop = of("comm_open").find(({ content }) =>
    (content.data as { state: { description?: string } }).state.description ===
      "Stop training"
  )!;
  await runtime.deliver("comm_msg", {
    comm_id: stop.content.comm_id,
    data: { method: "custom", content: { event: "click" } },
  });
  deepStrictEqual(await cell.outcome, {
    status: "ok",
    data: { "text/plain": "true" },
  });
});

Deno.test("fit opens no widgets where no front end has asked for any", async () => {
  await using runtime = new TestRuntime();
  const cell = runtime.start(`import * as tf from "@tensorflow/tfjs";
import { fit } from "thaw";
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 1 })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
await fit(model, tf.ones([4, 2]), tf.ones([4, 1]), { epochs: 2, timings: false });
0`);
  deepStrictEqual(await cell.outcome, {
    status: "ok",
    data: { "text/plain": "0" },
  });
  const types = new Set(cell.broadcasts.map(({ msg_type }) => msg_type));
  deepStrictEqual([...types].sort(), ["display_data", "update_display_data"]);
});
