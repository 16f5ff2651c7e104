/**
 * The transport against real ZeroMQ clients: pyzmq, in other processes.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { curveKeyPair } from "zeromq";
import { python } from "../harness/python.ts";

const here = join(import.meta.dirname!, "..", "harness", "programs");
let nextPort = 21_000 + Deno.pid % 10_000;

function curveKeys(): Record<string, string> {
  const { publicKey, secretKey } = curveKeyPair();
  return { curve_publickey: publicKey, curve_secretkey: secretKey };
}

/** Runs `scenario` in pyzmq against a fresh echo process. */
async function run(
  scenario: string,
  changes: Record<string, unknown> = {},
  openFiles?: number,
): Promise<{ result: Record<string, unknown>; success: boolean }> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "connection.json");
  const ports = ["shell", "iopub", "stdin", "control", "hb"]
    .map((channel) => [`${channel}_port`, nextPort++]);
  const info = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: "",
    signature_scheme: "hmac-sha256",
    ...Object.fromEntries(ports),
    ...changes,
  };
  await Deno.writeTextFile(path, JSON.stringify(info), { mode: 0o600 });
  const command = [
    Deno.execPath(),
    "run",
    "-A",
    join(here, "echo_kernel.ts"),
    path,
  ];
  const limited = openFiles
    ? ["bash", "-c", `ulimit -n ${openFiles}; exec "$@"`, "bash", ...command]
    : command;
  const echo = new Deno.Command(limited[0], {
    args: limited.slice(1),
    stdout: "piped",
  }).spawn();
  const lines = echo.stdout.pipeThrough(new TextDecoderStream());
  for await (const line of lines.values({ preventCancel: true })) {
    if (line.includes("ready")) break;
  }
  const { stdout } = await new Deno.Command(await python(), {
    args: [join(here, "transport_clients.py"), scenario, path],
    stderr: "inherit",
  }).output();
  if (scenario !== "stop") echo.kill("SIGKILL");
  const { success } = await echo.status;
  await lines.cancel();
  await Deno.remove(folder, { recursive: true });
  return { result: JSON.parse(new TextDecoder().decode(stdout)), success };
}

Deno.test("transport survives 10,000 round trips of clients that come and go", async () => {
  const { result } = await run("round_trips");
  deepStrictEqual([result.trips, result.hangs], [10_000, 0]);
  // The poller looks at all sockets every second, which would hide a missed
  // wake-up; so none may have taken that long.
  ok(result.slowest as number < 1000, `slowest ${result.slowest} ms`);
});

Deno.test("transport loses nothing in a burst of 5,000, on tcp", async () => {
  const { result } = await run("burst");
  deepStrictEqual(result, { replies: true, published: true });
});

Deno.test("transport loses nothing in a burst of 5,000, on ipc", async () => {
  const folder = await Deno.makeTempDir();
  const { result } = await run("burst", {
    transport: "ipc",
    ip: join(folder, "kernel"),
  });
  deepStrictEqual(result, { replies: true, published: true });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("transport loses nothing in a burst of 5,000, with CURVE", async () => {
  const { result } = await run("burst", curveKeys());
  deepStrictEqual(result, { replies: true, published: true });
});

Deno.test("transport with CURVE refuses a client without the keys", async () => {
  const { result } = await run("stranger", curveKeys());
  deepStrictEqual(result, { refused: true });
});

Deno.test("transport waits for a slow subscriber and loses nothing", async () => {
  const { result } = await run("slow");
  deepStrictEqual(result, { read: true });
});

Deno.test("transport goes on without a subscriber that stalls", async () => {
  const { result } = await run("stalled");
  strictEqual(result.read, true);
  strictEqual(result.reports, 1);
  // 200 MB went out. What may be held: the process itself, what waits for
  // the subscriber and its buffer.
  ok(result.most as number < 150e6, `${result.most} bytes`);
  // The sleeper has what came first, as far as its buffer goes.
  strictEqual(result.first, true);
  ok(result.got as number >= 64, `${result.got} messages`);
});

Deno.test("transport never waits for strangers that do not read", async () => {
  const { result } = await run("strangers");
  ok(result.strangers as number > 2, `${result.strangers}`);
  // The moments it grants to newcomers are a second in all, and a fiftieth of
  // the time; each of them used to cost five.
  const limit = 3 * (result.alone as number) + 2;
  ok(result.crowded as number < limit, JSON.stringify(result));
});

Deno.test("transport keeps all for who reads four messages a second", async () => {
  await Promise.all([{}, curveKeys()].map(async (changes) => {
    const { result } = await run("four_a_second", changes);
    deepStrictEqual(result, { read: true, last: "idle" });
  }));
});

Deno.test("transport keeps the end for who was silent for seconds", async () => {
  await Promise.all([{}, curveKeys()].map(async (changes) => {
    const { result } = await run("silent", changes);
    strictEqual(result.last, "idle");
    ok(result.missed as number > 0, `missed ${result.missed}`);
  }));
});

Deno.test("transport has room for clients whatever strangers connect", async () => {
  // 300 connections; the process may have 200 files open.
  await Promise.all([{}, curveKeys()].map(async (changes) => {
    const { result } = await run("idle_connections", changes, 200);
    deepStrictEqual(result, { answer: "still there" });
  }));
});

Deno.test("transport survives bytes that are no messages", async () => {
  await Promise.all([{}, curveKeys()].map(async (changes) => {
    const { result } = await run("hostile_frames", changes);
    deepStrictEqual(result, { answer: "still there" });
  }));
});

Deno.test("transport replies to who signed, whoever claims the same identity", async () => {
  const { result } = await run("identities");
  deepStrictEqual(result, { answer: "again" });
});

Deno.test("transport tells of every subscription", async () => {
  deepStrictEqual((await run("welcome")).result, { welcomed: 3 });
});

Deno.test("transport echoes heartbeats", async () => {
  deepStrictEqual((await run("heartbeat")).result, { beats: 100 });
});

Deno.test("transport delivers what was sent before the process ended", async () => {
  deepStrictEqual(await run("stop"), {
    result: { bytes: 100_000 },
    success: true,
  });
});
