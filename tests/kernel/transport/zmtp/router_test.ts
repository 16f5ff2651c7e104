import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Router } from "../../../../kernel/transport/zmtp/router.ts";
import { listen, Peer } from "./peer.ts";

const decoder = new TextDecoder();

/** Echoes what begins with "signed". */
function echo(places = 10) {
  const listener = listen();
  const seen = { unsigned: 0 };
  const router: Router = new Router(listener, {
    places,
    receive: (frames) => {
      const isSigned = decoder.decode(frames[1]) === "signed";
      if (isSigned) router.send(frames);
      else seen.unsigned++;
      return isSigned;
    },
  });
  /** Waits until so many messages have come that are not signed. */
  const unsigned = async (count: number) => {
    while (seen.unsigned < count) await new Promise((go) => setTimeout(go));
  };
  return { listener, router, unsigned };
}

Deno.test("Router answers who signed, and no one who claims the same identity", async () => {
  const { listener, router, unsigned } = echo();
  using client = await Peer.connect(listener, "DEALER", "ada");
  await client.send("signed", "1");
  deepStrictEqual(await client.receive(), ["signed", "1"]);
  using stranger = await Peer.connect(listener, "DEALER", "ada");
  await stranger.send("unsigned");
  await unsigned(1);
  router.send([new TextEncoder().encode("ada"), new Uint8Array([33])]);
  deepStrictEqual(await client.receive(), ["!"]);
  // The stranger's first message is the answer to what it signs itself.
  await stranger.send("signed", "2");
  deepStrictEqual(await stranger.receive(), ["signed", "2"]);
  await router.deliver(0);
});

Deno.test("Router answers two clients of one identity each on its own connection", async () => {
  const listener = listen();
  const asked: Uint8Array[][] = [];
  const router = new Router(listener, {
    places: 10,
    receive: (frames) => asked.push(frames) > 0,
  });
  using first = await Peer.connect(listener, "DEALER", "ada");
  using second = await Peer.connect(listener, "DEALER", "ada");
  const asks = async (peer: Peer, text: string) => {
    const before = asked.length;
    await peer.send(text);
    while (asked.length === before) await new Promise((go) => setTimeout(go));
  };
  await asks(first, "1");
  await asks(second, "2");
  for (const frames of asked) router.send(frames);
  deepStrictEqual(await first.receive(), ["1"]);
  deepStrictEqual(await second.receive(), ["2"]);
  await router.deliver(0);
});

Deno.test("Router asks all that have an identity while none has signed", async () => {
  const { listener, router, unsigned } = echo();
  using first = await Peer.connect(listener, "DEALER", "ada");
  using second = await Peer.connect(listener, "DEALER", "ada");
  await first.send("unsigned");
  await second.send("unsigned");
  await unsigned(2);
  router.send([new TextEncoder().encode("ada"), new Uint8Array([33])]);
  deepStrictEqual(await first.receive(), ["!"]);
  deepStrictEqual(await second.receive(), ["!"]);
  await router.deliver(0);
});

Deno.test("Router closes a connection on which nothing is signed", async () => {
  const { listener, router } = echo();
  using client = await Peer.connect(listener, "DEALER");
  await client.send("signed");
  for (let i = 0; i < 100; i++) await client.send("unsigned");
  await client.send("signed");
  deepStrictEqual(await client.receive(), ["signed"]);
  deepStrictEqual(await client.receive(), ["signed"]);
  using stranger = await Peer.connect(listener, "DEALER");
  for (let i = 0; i < 20; i++) await stranger.send("unsigned");
  strictEqual(await stranger.receive(), undefined);
  await router.deliver(0);
});

Deno.test("Router gives strangers' places to newcomers, and no client's", async () => {
  const { listener, router } = echo(2);
  using client = await Peer.connect(listener, "DEALER");
  await client.send("signed");
  await client.receive();
  const strangers: Peer[] = [];
  for (let i = 0; i < 5; i++) {
    strangers.push(await Peer.connect(listener, "DEALER"));
  }
  using second = await Peer.connect(listener, "DEALER");
  await second.send("signed");
  deepStrictEqual(await second.receive(), ["signed"]);
  await client.send("signed");
  deepStrictEqual(await client.receive(), ["signed"]);
  for (const stranger of strangers) stranger[Symbol.dispose]();
  await router.deliver(0);
});
