/**
 * Our own kernel on the wire: every message it sends against the
 * specification, and clients that break the rules.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ownKernel } from "../../kernel/client/kernel_command.ts";
import { KernelProcess } from "../../kernel/client/kernel_process.ts";
import type { Message } from "../../kernel/protocol/message.ts";
import { Target } from "../attack/target.ts";
import { Spy } from "../harness/spy.ts";
import { python } from "../harness/python.ts";
import { checkRecorded, recordingTo } from "../harness/check_recorded.ts";

/** The types on iopub; other channels may be quicker or slower than it. */
function outputs(messages: Message[]): string[] {
  return messages.map((message) => message.header.msg_type)
    .filter((type) => !/^status$|^input_request$|_reply$/.test(type));
}

const CELLS = [
  "1 + 1",
  'console.log("out"); console.error("err")',
  'throw new TypeError("no", { cause: new Error("why") })',
  "let = ",
  "",
  "undefined",
  'await Deno.jupyter.display({ "text/html": "<b>x</b>" }, { raw: true })',
  'await Deno.jupyter.display({ "text/plain": "a" }, { raw: true, display_id: "d" })',
  'await Deno.jupyter.display({ "text/plain": "b" }, { raw: true, display_id: "d", update: true })',
  "Deno.jupyter.html`<p>`",
  'prompt("name?")',
  "new Map([[1, { a: [1, 2, 3] }]])",
  "Promise.reject(new Error('unhandled')); 1",
  "Deno.exit(3)",
  "2",
];

Deno.test("the kernel sends only what the specification allows", async () => {
  await using spy = await Spy.start();
  spy.answer = "Ada";
  for (const channel of ["Shell", "Control"] as const) {
    await spy.request(channel, "kernel_info_request", {});
  }
  for (const code of CELLS) {
    const messages = await spy.request("Shell", "execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: { sum: "1 + 1", wrong: "nope" },
      allow_stdin: true,
      stop_on_error: false,
    });
    strictEqual(outputs(messages)[0], "execute_input", code);
    const states = messages.filter((message) =>
      message.header.msg_type === "status"
    );
    deepStrictEqual(
      states.map((message) => message.content.execution_state),
      ["busy", "idle"],
      code,
    );
  }
  const at = { code: "Math.ma", cursor_pos: 7 };
  await spy.request("Shell", "complete_request", at);
  await spy.request("Shell", "inspect_request", { ...at, detail_level: 0 });
  for (const code of ["1", "{", "let = "]) {
    await spy.request("Shell", "is_complete_request", { code });
  }
  for (const hist_access_type of ["tail", "range", "search"]) {
    await spy.request("Shell", "history_request", {
      hist_access_type,
      output: false,
      raw: true,
      session: 0,
      start: 1,
      stop: 3,
      n: 2,
      pattern: "*",
    });
  }
  await spy.request("Shell", "comm_info_request", {});
  await spy.request("Control", "interrupt_request", {});
  await spy.request("Control", "shutdown_request", { restart: false });
  strictEqual(await spy.process.exited, 0);

  const starting = spy.received.filter((message) =>
    message.content.execution_state === "starting"
  );
  ok(starting.length <= 1);
  const headers = spy.received.map(({ header }) => header);
  const ids = new Set(headers.map(({ msg_id }) => msg_id));
  strictEqual(ids.size, headers.length);
  strictEqual(new Set(headers.map(({ session }) => session)).size, 1);
});

for (const channel of ["Shell", "Control"] as const) {
  Deno.test(`the kernel ends on a shutdown_request by ${channel}`, async () => {
    for (const restart of [true, false]) {
      await using spy = await Spy.start();
      // Also from the middle of a cell, which gets no reply.
      spy.send("Shell", "execute_request", { code: "while (true) {}" });
      const messages = await spy.request(channel, "shutdown_request", {
        restart,
      });
      const [reply] = messages.filter(({ header }) =>
        header.msg_type === "shutdown_reply"
      );
      deepStrictEqual(reply.content, { status: "ok", restart });
      strictEqual(await spy.process.exited, 0);
    }
  });
}

Deno.test("the kernel takes an answer only for the question it is to", async () => {
  await using spy = await Spy.start();
  const asks = (prompt: string) =>
    spy.until(({ header, content }) =>
      header.msg_type === "input_request" && content.prompt === prompt
    );
  const code = (name: string) => ({ code: `prompt("${name}")` });
  const stopped = spy.request("Shell", "execute_request", code("first"));
  const first = await asks("first");
  await spy.request("Control", "interrupt_request", {});
  await stopped;

  const asked = spy.request("Shell", "execute_request", code("second"));
  const second = await asks("second");
  spy.input(first, "late");
  spy.input(second, "right");
  const values = (await asked).map(({ content }) => content.data);
  deepStrictEqual(values.filter(Boolean), [{ "text/plain": '"right"' }]);
});

Deno.test("a Stop that overtakes its cell keeps it from running", async () => {
  await using target = await Target.start();
  for (let i = 0; i < 20; i++) {
    const now = Date.now();
    const send = (channel: "Shell" | "Control", type: string, ms: number) => {
      const content = { code: "while (true) {}", silent: false };
      const date = new Date(now + ms);
      return target.request(channel, type, content, true, date);
    };
    send("Control", "interrupt_request", 2);
    await target.settled();
    send("Shell", "execute_request", 0);
    await target.settled();
  }
  await target.works();
});

/** Runs a script of `protocol/` against a fresh kernel; returns its output. */
async function runPython(script: string, ...args: string[]): Promise<string> {
  const kernel = await KernelProcess.start(ownKernel(), Deno.cwd());
  const folder = await Deno.makeTempDir();
  const path = join(folder, "connection.json");
  await Deno.writeTextFile(path, JSON.stringify(kernel.info));
  const messages = join(folder, "messages.jsonl");
  const { stdout, stderr, success } = await new Deno.Command(await python(), {
    args: [
      join(import.meta.dirname!, "../harness/programs", script),
      path,
      ...args,
    ],
    env: recordingTo(messages),
  }).output();
  kernel.signal("SIGKILL");
  await kernel.exited;
  ok(success, new TextDecoder().decode(stderr));
  await checkRecorded(messages);
  await Deno.remove(folder, { recursive: true });
  return new TextDecoder().decode(stdout);
}

Deno.test("the kernel loses nothing when several clients ask at once", async () => {
  // Each client sees the messages of all: 4 for each cell, 5,040 in all.
  strictEqual(await runPython("several_clients.py", "420"), "1260\n");
});

Deno.test("the kernel survives clients that break the rules", async () => {
  const seen = JSON.parse(await runPython("raw_client.py"));
  deepStrictEqual(seen.answers, [true, true, true, true]);
  const welcome = (topic: string) => [
    "iopub_welcome",
    topic,
    {},
    { subscription: topic },
  ];
  deepStrictEqual(seen.welcomes, [
    welcome(""),
    welcome(""),
    welcome("kernel"),
  ]);
  strictEqual(seen.alive, true);
  for (const [kind, statuses] of Object.entries(seen.no_content)) {
    strictEqual((statuses as string[]).length, 2, kind);
  }
});

Deno.test("setNextInput() comes in the reply's payload, the last one only", async () => {
  await using spy = await Spy.start();
  const payloadOf = async (code: string) => {
    const messages = await spy.request("Shell", "execute_request", { code });
    return messages.find(({ header }) => header.msg_type === "execute_reply")
      ?.content.payload;
  };
  deepStrictEqual(
    await payloadOf(
      "Deno.jupyter.setNextInput('1'); Deno.jupyter.setNextInput('2 + 2', { replace: true })",
    ),
    [{ source: "set_next_input", text: "2 + 2", replace: true }],
  );
  deepStrictEqual(await payloadOf("Deno.jupyter.setNextInput('3')"), [
    { source: "set_next_input", text: "3", replace: false },
  ]);
  deepStrictEqual(await payloadOf("1"), []);
});
