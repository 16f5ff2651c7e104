import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Dispatcher } from "../../../kernel/dispatch/dispatcher.ts";
import { Sender } from "../../../kernel/dispatch/sender.ts";
import { HANDLERS } from "../../../kernel/handlers/mod.ts";
import { DebugService } from "../../../kernel/debug/debug_service.ts";
import { CellSources } from "../../../kernel/runtime/cell_sources.ts";
import { CommRegistry } from "../../../kernel/comm/comm_registry.ts";
import { History } from "../../../kernel/history/history.ts";
import { type Message, Session } from "../../../kernel/protocol/message.ts";
import type {
  Cell,
  Interpreter,
  Outcome,
} from "../../../kernel/runtime/interpreter.ts";
import type { OutputSink } from "../../../kernel/runtime/output_sink.ts";
import { decode } from "../../../kernel/wire/decode.ts";
import { encode } from "../../../kernel/wire/encode.ts";
import { Signer } from "../../../kernel/wire/signer.ts";
import { checkMessage } from "../protocol/schema.ts";

const signer = new Signer("secret", "hmac-sha256");

/** A kernel without sockets, whose cells end when the test says so. */
function kernel() {
  const log: string[] = [];
  const replies: Message[] = [];
  const ends: ((outcome: Outcome) => void)[] = [];
  const sinks: OutputSink[] = [];
  const slow: (() => void)[] = [];
  const idle = new Map<string, () => void>();
  function note(channel: string, frames: Uint8Array[]) {
    const { message } = decode(frames, new Signer("secret", "hmac-sha256"));
    const { msg_type } = message.header;
    const { execution_state, status } = message.content;
    log.push(
      [channel, msg_type, execution_state ?? status].filter(Boolean).join(" "),
    );
    if (channel !== "iopub") replies.push(message);
    if (execution_state === "idle") idle.get(message.parent_header.msg_id!)?.();
  }
  const interpreter: Interpreter = {
    warm() {},
    execute: (cell: Cell) => {
      cell.sink.stream("stdout", "out");
      sinks.push(cell.sink);
      return new Promise((resolve) => ends.push(resolve));
    },
    deliver: ({ message: { content } }) => {
      log.push(`delivered ${content.comm_id}`);
      const delivered = { status: "ok", taken: false } as const;
      if (content.comm_id !== "slow") return Promise.resolve(delivered);
      return new Promise((resolve) => slow.push(() => resolve(delivered)));
    },
    background: () => Promise.resolve([]),
    unset: () => Promise.resolve([]),
    names: () => Promise.resolve([]),
    members: () => Promise.resolve(undefined),
    look: () => Promise.resolve(undefined),
    membersOf: () => Promise.resolve(undefined),
    lookAt: () => Promise.resolve(undefined),
    keysOf: () => Promise.resolve(undefined),
    specifiers: () => Promise.resolve([]),
    paths: () => [],
    interrupt: () => {
      log.push("stopped");
      return Promise.resolve();
    },
    close: async () => {},
  };
  const sender = new Sender({
    sendShell: (frames) => note("shell", frames),
    sendControl: (frames) => note("control", frames),
    sendStdin: (frames) => note("stdin", frames),
    publish: (frames) => note("iopub", frames),
  }, signer);
  const dispatcher = new Dispatcher({
    signer,
    sender,
    interpreter,
    comms: new CommRegistry(),
    debug: new DebugService({
      sources: new CellSources(),
      runtime: () => Promise.reject(new Error("No runtime here")),
      watch() {},
      interrupt: () => interpreter.interrupt(),
    }),
    history: new History(undefined),
    handlers: HANDLERS,
    onShutdown: () => log.push("ended"),
  });
  const client = new Session();
  /** `late`: by how many ms what was sent before arrives after. */
  function request(
    msg_type: string,
    content: object = {},
    key = signer,
    late = 0,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const message = client.message(msg_type, content);
    message.header.date = new Date(Date.now() - late).toISOString();
    idle.set(message.header.msg_id, resolve);
    dispatcher.onShell(encode(message, key));
    return promise;
  }
  return { log, slow, replies, ends, sinks, request, dispatcher, client };
}

Deno.test("a request is busy, then what it shows, its reply, and idle last", async () => {
  const { log, ends, request } = kernel();
  const done = request("execute_request", { code: "1" });
  ends[0]({ status: "ok", data: { "text/plain": "1" } });
  await done;
  deepStrictEqual(log, [
    "iopub status busy",
    "iopub execute_input",
    "iopub stream",
    "iopub execute_result",
    "shell execute_reply ok",
    "iopub status idle",
  ]);
});

Deno.test("a failed cell aborts what is queued behind it", async () => {
  const { replies, ends, request } = kernel();
  request("execute_request", { code: "1" });
  const second = request("execute_request", { code: "2" });
  const error = { ename: "Error", evalue: "", traceback: [] };
  ends[0]({ status: "error", error });
  await second;
  deepStrictEqual(replies.map(({ content }) => content.status), [
    "error",
    "aborted",
  ]);
  strictEqual(ends.length, 1);
});

/** What the replies say of a cell that fails and of the one behind it. */
async function statusesOf(first: object): Promise<unknown[]> {
  const { ends, request, replies } = kernel();
  const failing = request("execute_request", { code: "1", ...first });
  const second = request("execute_request", { code: "2" });
  const error = { ename: "Error", evalue: "", traceback: [] };
  ends[0]({ status: "error", error });
  await failing;
  while (!ends[1]) await Promise.resolve();
  ends[1]({ status: "ok" });
  await second;
  return replies.map(({ content }) => content.status);
}

Deno.test("stop_on_error false lets the next cell run", async () => {
  deepStrictEqual(await statusesOf({ stop_on_error: false }), ["error", "ok"]);
});

Deno.test("what only asks is answered while a cell runs, which stays busy", async () => {
  const { log, ends, request } = kernel();
  const cell = request("execute_request", { code: "1" });
  await request("history_request", { hist_access_type: "tail" });
  deepStrictEqual(log.slice(3), [
    "iopub status busy",
    "shell history_reply ok",
    "iopub status idle",
    "iopub status busy",
  ]);
  ends[0]({ status: "ok" });
  await cell;
});

Deno.test("a message signed with another key is ignored", async () => {
  const { log, request } = kernel();
  request("kernel_info_request", {}, new Signer("guess", "hmac-sha256"));
  strictEqual(log.length, 0);
  await request("kernel_info_request");
  strictEqual(log.includes("shell kernel_info_reply ok"), true);
});

Deno.test("a silent cell shows nothing and is not counted", async () => {
  const { log, replies, ends, request } = kernel();
  const done = request("execute_request", { code: "1", silent: true });
  ends[0]({ status: "ok", data: { "text/plain": "1" } });
  await done;
  deepStrictEqual(log, [
    "iopub status busy",
    "shell execute_reply ok",
    "iopub status idle",
  ]);
  strictEqual(replies[0].content.execution_count, 0);
});

Deno.test("a silent cell that fails aborts nothing", async () => {
  deepStrictEqual(await statusesOf({ silent: true }), ["error", "ok"]);
});

Deno.test("what nobody here serves is busy and idle, with a refusal where the specification has a reply", async () => {
  const { log, ends, request } = kernel();
  const cell = request("execute_request", { code: "1" });
  log.length = 0;
  await request("no_such_request");
  await request("create_subshell_request");
  deepStrictEqual(log, [
    "iopub status busy",
    "iopub status idle",
    "iopub status busy",
    "iopub status busy",
    "shell create_subshell_reply error",
    "iopub status idle",
    "iopub status busy",
  ]);
  ends[0]({ status: "ok" });
  await cell;
});

Deno.test("a debug_request is answered while a cell runs, also one that can't be done", async () => {
  const { ends, replies, request } = kernel();
  const cell = request("execute_request", { code: "1" });
  await request("debug_request", { seq: 3, command: "steppIn" });
  checkMessage(replies[0]);
  const { request_seq, success, message } = replies[0].content;
  deepStrictEqual({ request_seq, success, message }, {
    request_seq: 3,
    success: false,
    message: "No debug command steppIn (did you mean stepIn?)",
  });
  await request("debug_request", { seq: 4 });
  checkMessage(replies[1]);
  strictEqual(replies[1].content.message, "command must be text, got nothing");
  ends[0]({ status: "ok" });
  await cell;
});

Deno.test("all clients are told that one of them ends the kernel", async () => {
  const { log, request } = kernel();
  await request("shutdown_request", { restart: true });
  deepStrictEqual(log.slice(0, 4), [
    "iopub status busy",
    "iopub shutdown_reply ok",
    "shell shutdown_reply ok",
    "iopub status idle",
  ]);
});

Deno.test("a comm's message reaches the cell that runs, and has no reply", async () => {
  const { log, ends, request } = kernel();
  const cell = request("execute_request", { code: "1" });
  await request("comm_open", { comm_id: "c", target_name: "t" });
  ends[0]({ status: "ok" });
  await cell;
  deepStrictEqual(log.slice(3), [
    "iopub status busy",
    "delivered c",
    "iopub comm_close",
    "iopub status idle",
    "iopub status busy",
    "shell execute_reply ok",
    "iopub status idle",
  ]);
});

Deno.test("a comm's message that ends after its cell leaves the kernel idle", async () => {
  const { log, ends, slow, request } = kernel();
  const cell = request("execute_request", { code: "1" });
  const message = request("comm_msg", { comm_id: "slow" });
  while (slow.length === 0) await Promise.resolve();
  ends[0]({ status: "ok" });
  await cell;
  slow[0]();
  await message;
  deepStrictEqual(log.filter((line) => /status|delivered/.test(line)), [
    "iopub status busy",
    "iopub status busy",
    "delivered slow",
    "iopub status idle",
    "iopub status idle",
  ]);
});

Deno.test("an open comm's message reaches the cell that runs, with others queued", async () => {
  const { log, ends, sinks, request } = kernel();
  const cells = [
    request("execute_request", { code: "1" }),
    request("execute_request", { code: "2" }),
  ];
  const open = { comm_id: "stop", target_name: "t", data: {} };
  sinks[0].broadcast({
    msg_type: "comm_open",
    content: open,
    metadata: {},
    buffers: [],
  });
  request("comm_open", { comm_id: "new", target_name: "t" });
  const later = request("comm_msg", { comm_id: "new" });
  await request("comm_msg", { comm_id: "stop" });
  ends[0]({ status: "ok" });
  await cells[0];
  await later;
  ends[1]({ status: "ok" });
  await cells[1];
  const order = log.filter((line) => /delivered|execute_reply/.test(line));
  deepStrictEqual(order, [
    "delivered stop",
    "shell execute_reply ok",
    "delivered new",
    "delivered new",
    "shell execute_reply ok",
  ]);
});

Deno.test("a comm's message whose id is no text ends nothing", async () => {
  const { log, ends, request } = kernel();
  const cell = request("execute_request", { code: "1" });
  await request("comm_msg", { comm_id: { toString: 1 }, data: {} });
  ends[0]({ status: "ok" });
  await cell;
  deepStrictEqual(log.at(-1), "iopub status idle");
});

Deno.test("comms' messages wait for the cells queued before, and the next cell for them", async () => {
  const { log, ends, request } = kernel();
  const cells = [
    request("execute_request", { code: "1" }),
    request("execute_request", { code: "2" }),
  ];
  const first = request("comm_msg", { comm_id: "one" });
  const second = request("comm_msg", { comm_id: "two" });
  cells.push(request("execute_request", { code: "3" }));
  ends[0]({ status: "ok" });
  await cells[0];
  await second;
  await first;
  ends[1]({ status: "ok" });
  await cells[1];
  while (ends.length < 3) await Promise.resolve();
  ends[2]({ status: "ok" });
  await cells[2];
  const order = log.filter((line) => /delivered|execute_/.test(line));
  deepStrictEqual(order, [
    "iopub execute_input",
    "shell execute_reply ok",
    "iopub execute_input",
    "delivered one",
    "delivered two",
    "shell execute_reply ok",
    "iopub execute_input",
    "shell execute_reply ok",
  ]);
});

Deno.test("a comm's message is not aborted with the cells around it", async () => {
  const { log, ends, request } = kernel();
  request("execute_request", { code: "1" });
  const opened = request("comm_open", { comm_id: "c", target_name: "t" });
  const error = { ename: "Error", evalue: "", traceback: [] };
  ends[0]({ status: "error", error });
  await opened;
  deepStrictEqual(log.filter((line) => line.startsWith("iopub comm")), [
    "iopub comm_close",
  ]);
});

Deno.test("start() says once that the kernel is there, and not after a request", async () => {
  const { log, dispatcher } = kernel();
  dispatcher.start();
  dispatcher.start();
  strictEqual(log.join(), "iopub status starting");

  const late = kernel();
  await late.request("kernel_info_request");
  const { length } = late.log;
  late.dispatcher.start();
  strictEqual(late.log.length, length);
});

Deno.test("a Stop stops what runs and drops what waits", async () => {
  const { log, replies, ends, request } = kernel();
  request("execute_request", { code: "1" });
  const waiting = request("execute_request", { code: "2" });
  await request("interrupt_request");
  strictEqual(log.includes("stopped"), true);
  ends[0]({ status: "ok" });
  await waiting;
  deepStrictEqual(replies.map(({ content }) => content.status), [
    "ok",
    "ok",
    "aborted",
  ]);
});

Deno.test("a Stop that was overtaken by a cell lets it run", async () => {
  const { log, ends, request } = kernel();
  const first = request("execute_request", { code: "1" });
  const second = request("execute_request", { code: "2" });
  await request("interrupt_request", {}, signer, 10_000);
  ends[0]({ status: "ok" });
  await first;
  while (!ends[1]) await Promise.resolve();
  ends[1]({ status: "ok" });
  await second;
  strictEqual(log.includes("stopped"), false);
});

Deno.test("a Stop that comes before the cell it is dated after keeps it from running", async () => {
  const { replies, ends, request } = kernel();
  await request("interrupt_request");
  await request("execute_request", { code: "1" }, signer, 10_000);
  strictEqual(ends.length, 0);
  const next = request("execute_request", { code: "2" }, signer, -2);
  while (!ends[0]) await Promise.resolve();
  ends[0]({ status: "ok" });
  await next;
  deepStrictEqual(replies.map(({ content }) => content.status), [
    "ok",
    "aborted",
    "ok",
  ]);
});

Deno.test("bad content gets an error reply that has all a client reads", async () => {
  const { replies, log, request } = kernel();
  const bad = { code: { toString: 1 }, cursor_pos: {}, target_name: 1 };
  // deno-fmt-ignore
  for (const kind of [
    "execute", "complete", "inspect", "history", "comm_info", "is_complete",
  ]) {
    await request(`${kind}_request`, bad);
    const { header, content } = replies.at(-1)!;
    checkMessage({ header, content, parent_header: header, metadata: {} });
    strictEqual(header.msg_type, `${kind}_reply`);
    const status = kind === "is_complete" ? "unknown" : "error";
    strictEqual(content.status, status);
  }
  for (const kind of ["comm_open", "comm_msg", "comm_close"]) {
    await request(kind, { comm_id: { toString: 1 } });
  }
  strictEqual(log.some((line) => line.startsWith("delivered")), false);
});

Deno.test("an answer that is no text fails the prompt and nothing else", async () => {
  const { sinks, ends, request, dispatcher, client, log } = kernel();
  const cell = request("execute_request", { code: "1" });
  const answer = sinks[0].input("name?", false);
  strictEqual(log.at(-1), "stdin input_request");
  const reply = client.message("input_reply", { value: { toString: 1 } });
  strictEqual(dispatcher.onStdin(encode(reply, signer)), true);
  await rejects(answer, { message: "value must be text, got an object" });
  ends[0]({ status: "ok" });
  await cell;
});

Deno.test("what a cell broadcasts is checked before clients see it", async () => {
  const { sinks, ends, request, log } = kernel();
  const cell = request("execute_request", { code: "1" });
  const from = log.length;
  const send = (msg_type: unknown, content: unknown) =>
    sinks[0].broadcast({
      msg_type: msg_type as string,
      content: content as Record<string, unknown>,
      metadata: {},
      buffers: [],
    });
  send("display_data", { data: null });
  send({ startsWith: 1 }, {});
  send("status", { execution_state: "idle" });
  send("display_data", { data: {} });
  // The one is dropped, and the cell says so.
  deepStrictEqual(log.slice(from), [
    "iopub stream",
    "iopub stream",
    "iopub stream",
    "iopub display_data",
  ]);
  let deep: unknown = [];
  for (let i = 0; i < 100_000; i++) deep = [deep];
  send("comm_msg", { comm_id: "c", data: { deep } });
  send("my_type", { text: "x" });
  strictEqual(log.at(-1), "iopub my_type");
  ends[0]({ status: "ok" });
  await cell;
});

Deno.test("what a header nests is not repeated in answers", async () => {
  const { client, dispatcher, replies, log } = kernel();
  const message = client.message("kernel_info_request", {});
  const nested = JSON.parse("[".repeat(1000) + "]".repeat(1000));
  Object.assign(message.header, { nested, subshell_id: null });
  strictEqual(dispatcher.onShell(encode(message, signer)), true);
  while (log.at(-1) !== "iopub status idle") await Promise.resolve();
  const { parent_header } = replies[0];
  strictEqual("nested" in parent_header, false);
  strictEqual("subshell_id" in parent_header, true);
});
