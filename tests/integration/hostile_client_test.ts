/**
 * What clients and strangers do to a whole kernel: it goes on, and its cells
 * run. `deno task attack` tries the same at random.
 */

import { deepStrictEqual, match, ok } from "node:assert/strict";
import { CHANNELS } from "../../kernel/transport/connection_info.ts";
import { ClientSockets } from "../../kernel/transport/client_sockets.ts";
import type { Message } from "../../kernel/protocol/message.ts";
import { encode } from "../../kernel/wire/encode.ts";
import { Signer } from "../../kernel/wire/signer.ts";
import { Target } from "../attack/target.ts";

Deno.test("a kernel goes on when nobody reads its stderr", async () => {
  await using target = await Target.start('exec "$@" 2> >(sleep 60)');
  const guess = new Signer("guess", "hmac-sha256");
  for (let i = 0; i < 3000; i++) {
    const forged = target.session.message("kernel_info_request", {});
    target.sendFrames("Shell", encode(forged, guess));
    // Each would be a line of its own in the log: 300 KB.
    const unknown = target.session.message(`unknown_${"x".repeat(80)}`, {});
    target.sendFrames("Shell", encode(unknown, target.signer));
  }
  await target.works();
});

Deno.test("a kernel has room for clients and for its runtime, whatever strangers connect", async () => {
  await using target = await Target.start('ulimit -n 200; exec "$@"');
  const { info } = target.process;
  const strangers: Deno.Conn[] = [];
  for (let i = 0; i < 300; i++) {
    const port = info[`${CHANNELS[i % CHANNELS.length]}_port`];
    strangers.push(await Deno.connect({ hostname: info.ip, port }));
  }
  // A fresh runtime needs descriptors, too.
  target.request("Shell", "execute_request", { code: "Deno.exit()" });
  await target.settled();
  await target.works();
  for (const conn of strangers) conn.close();
});

Deno.test("a kernel closes connections on which nothing is signed", async () => {
  await using target = await Target.start();
  const { info } = target.process;
  const sockets = ClientSockets.open(info, {
    onShell() {},
    onControl() {},
    onStdin() {},
    onIopub() {},
  }, "stranger");
  const guess = new Signer("guess", "hmac-sha256");
  for (let i = 0; i < 1000; i++) {
    const forged = target.session.message("kernel_info_request", {});
    sockets.sendShell(encode(forged, guess));
  }
  await target.works();
  // Heartbeats have no signature.
  for (let i = 0; i < 100; i++) await sockets.ping();
  await sockets.close();
});

Deno.test("an error in the kernel that nobody catches is a line in its log", async () => {
  const main = import.meta.resolve("../../kernel/main.ts");
  const program = await Deno.makeTempFile({ suffix: ".ts" });
  const trigger = await Deno.makeTempFile();
  await Deno.writeTextFile(
    program,
    `const { main } = await import("${main}");
    const timer = setInterval(() => {
      if (Deno.readTextFileSync("${trigger}") === "") return;
      clearInterval(timer);
      Promise.reject(new Error("a rejection of mine"));
      throw new Error("an error of mine");
    }, 20);
    Deno.exit(await main(Deno.args));`,
  );
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const run = `"$1" run -A --config '${config}' '${program}'`;
  await using target = await Target.start(`exec ${run} "\${@: -1}"`);
  await target.works();
  await Deno.writeTextFile(trigger, "now");
  while (!/rejection of mine/.test(target.process.stderr)) await target.works();
  match(target.process.stderr, /nobody caught: Error: an error of mine/);
  await target.works();
  await Deno.remove(program);
  await Deno.remove(trigger);
});

/** What a cell shows, by its first words. */
async function shown(target: Target, code: string): Promise<string[]> {
  const messages: Message[] = [];
  const sent = target.request("Shell", "execute_request", { code });
  target.onMessage = (message) => {
    if (message.parent_header.msg_id === sent) messages.push(message);
  };
  await target.settled();
  target.onMessage = () => {};
  return messages.flatMap(({ header: { msg_type }, content }) =>
    /^(status|execute_)/.test(msg_type)
      ? []
      : [`${msg_type}: ${content.text ?? content.ename ?? ""}`]
  );
}

Deno.test("a cell is told which broadcast was no message, and clients see none", async () => {
  await using target = await Target.start();
  const wrong = (reason: string) => [
    `stream: Deno.jupyter sent nothing: ${reason}\n`,
  ];
  const cases: [string, string[]][] = [
    [
      '("display_data", { data: null })',
      wrong("display_data's content.data must be an object, got null"),
    ],
    [
      '("status", { execution_state: "idle" })',
      wrong("status is not for cells to send"),
    ],
    ['("a b", {})', wrong('msg_type is no name: "a b"')],
    [
      '("update_display_data", { data: {}, metadata: {}, transient: {} })',
      wrong(
        "update_display_data's content.transient.display_id must be text, got nothing",
      ),
    ],
  ];
  for (const [args, expected] of cases) {
    const code = `await Deno.jupyter.broadcast${args}; undefined`;
    deepStrictEqual(await shown(target, code), expected, args);
  }
  const odd = "({ startsWith() { return false }, toJSON() { return 5 } }, {})";
  const seen = await shown(target, `Deno.jupyter.broadcast${odd}`);
  ok(seen.length === 1 && /TypeError|sent nothing/.test(seen[0]), `${seen}`);
  await target.works();
});
