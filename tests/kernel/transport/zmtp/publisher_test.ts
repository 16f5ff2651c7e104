import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Publisher } from "../../../../kernel/transport/zmtp/publisher.ts";
import { listen, Peer } from "./peer.ts";

const encoder = new TextEncoder();

/** A publisher, and how to subscribe to it. */
function publisher(isKnown = true) {
  const listener = listen();
  const seen = { stalled: 0 };
  const publisher = new Publisher(listener, {
    places: 10,
    isKnown: () => isKnown,
    onSubscribe: (topic, welcome) =>
      welcome([encoder.encode(topic), encoder.encode("welcome")]),
    onStalled: () => seen.stalled++,
  });
  const subscribe = async (topic: string): Promise<Peer> => {
    const peer = await Peer.connect(listener, "SUB");
    await peer.send(`\x01${topic}`);
    deepStrictEqual(await peer.receive(), [topic, "welcome"]);
    return peer;
  };
  const send = (topic: string, body: Uint8Array | string, kept?: boolean) =>
    publisher.send([
      encoder.encode(topic),
      typeof body === "string" ? encoder.encode(body) : body,
    ], kept);
  return { publisher, subscribe, send, seen };
}

Deno.test("Publisher sends each subscriber what it subscribed to, and one welcome", async () => {
  const { publisher: iopub, subscribe, send } = publisher();
  using all = await subscribe("");
  using some = await subscribe("kernel.a");
  await all.send("\x01kernel.a");
  deepStrictEqual(await all.receive(), ["kernel.a", "welcome"]);
  send("kernel.a.stream", "1");
  send("kernel.b.stream", "2");
  send("kernel.a.status", "3");
  deepStrictEqual(await some.receive(), ["kernel.a.stream", "1"]);
  deepStrictEqual(await some.receive(), ["kernel.a.status", "3"]);
  for (const expected of ["1", "2", "3"]) {
    strictEqual((await all.receive())?.[1], expected);
  }
  await iopub.deliver(1000);
  strictEqual(await all.receive(), undefined);
});

Deno.test("Publisher sends what is kept to who misses the rest", async () => {
  const { publisher: iopub, subscribe, send, seen } = publisher();
  using reader = await subscribe("");
  const megabyte = new Uint8Array(2 ** 20);
  for (let i = 0; i < 100; i++) {
    send("output", megabyte);
    send("status", String(i), true);
  }
  strictEqual(seen.stalled, 1);
  const statuses: string[] = [];
  let outputs = 0;
  while (statuses.at(-1) !== "99") {
    const [topic, body] = (await reader.receive())!;
    if (topic === "status") statuses.push(body);
    else outputs++;
  }
  deepStrictEqual(statuses, Array.from({ length: 100 }, (_, i) => `${i}`));
  // All that its queue holds, and what the systems' buffers do.
  ok(outputs >= 32 && outputs < 60, `${outputs} MiB`);
  await iopub.deliver(0);
});

Deno.test("Publisher sends a message larger than a queue, and what follows it", async () => {
  const { publisher: iopub, subscribe, send, seen } = publisher();
  using reader = await subscribe("");
  send("output", new Uint8Array(60 * 2 ** 20));
  send("status", "idle", true);
  send("output", "next");
  const topics: string[] = [];
  for (let i = 0; i < 3; i++) topics.push((await reader.receive())![0]);
  deepStrictEqual(topics, ["output", "status", "output"]);
  strictEqual(seen.stalled, 0);
  await iopub.deliver(0);
});

Deno.test("Publisher gives no room for a message that was missed", async () => {
  const { publisher: iopub, subscribe, send, seen } = publisher();
  using idler = await subscribe("");
  const megabyte = new Uint8Array(2 ** 20);
  for (let i = 0; i < 40; i++) send("output", megabyte);
  strictEqual(seen.stalled, 1);
  send("output", new Uint8Array(60 * 2 ** 20));
  // More than a full queue takes, so the connection ends.
  for (let i = 0; i < 10; i++) send("status", megabyte, true);
  strictEqual(await idler.receive(), undefined);
  await iopub.deliver(0);
});

Deno.test("Publisher waits a moment for a newcomer, and for strangers not at all", async () => {
  for (const isKnown of [true, false]) {
    const { publisher: iopub, subscribe, send } = publisher(isKnown);
    using idler = await subscribe("");
    for (let i = 0; i < 20; i++) send("output", new Uint8Array(2 ** 20));
    // A turn of the event loop, in which the system's buffers are filled.
    await new Promise((resolve) => setTimeout(resolve));
    const start = performance.now();
    await iopub.flush();
    const waited = performance.now() - start;
    if (isKnown) ok(waited < 3000, `${waited} ms`);
    else strictEqual(iopub.pending, 0);
    await iopub.deliver(0);
    while (await idler.receive());
  }
});
