/**
 * `KernelClient` and `startKernel()` with our own kernel.
 */

import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import {
  ExecutionTimeoutError,
  KernelDiedError,
  KernelStartError,
} from "../../kernel/client/client_errors.ts";
import type { KernelClient } from "../../kernel/client/kernel_client.ts";
import { hostKernel, startKernel } from "../../kernel/client/start_kernel.ts";
import { ownKernel } from "../../kernel/client/kernel_command.ts";
import type { Message } from "../../kernel/protocol/message.ts";
import "../harness/checked_messages.ts";

/** What a cell showed, one text per message. */
function texts(messages: Message[]): string[] {
  return messages.flatMap(({ header: { msg_type }, content }) => {
    if (msg_type === "stream") return [String(content.text)];
    if (msg_type === "error") return [String(content.ename)];
    if (msg_type === "execute_result") {
      return [String((content.data as Record<string, string>)["text/plain"])];
    }
    return [];
  });
}

Deno.test("KernelClient.execute() resolves once all output is there", async () => {
  const client = await startKernel();
  const info = await client.kernelInfo();
  strictEqual(info.status === "ok" && info.implementation, "thaw");

  for (let i = 0; i < 20; i++) {
    const seen: Message[] = [];
    const reply = await client.execute(
      'for (let i = 0; i < 5; i++) await console.log("line", i); 1 + 1',
      { onOutput: (message) => seen.push(message) },
    );
    deepStrictEqual([reply.status, reply.execution_count], ["ok", i + 1]);
    const shown = texts(seen);
    strictEqual(shown.at(-1), "2");
    strictEqual(shown.join("").split("\n").length, 6);
  }
  await client.shutdown();
  strictEqual((await client.ended).code, 0);
});

Deno.test("KernelClient.execute() gives late output to the cell it is from", async () => {
  const client = await startKernel();
  const first: Message[] = [];
  const second: Message[] = [];
  await client.execute(
    `let tell; const told = new Promise((resolve) => tell = resolve);
    (async () => { await told; console.log("late"); })(); undefined`,
    { onOutput: (message) => first.push(message) },
  );
  await client.execute("tell(); 2", {
    onOutput: (message) => second.push(message),
  });
  // What was under way is there once a further cell has ended.
  await client.execute("3");
  deepStrictEqual(texts(first), ["late\n"]);
  deepStrictEqual(texts(second), ["2"]);
  await client.shutdown();
});

Deno.test("KernelClient.execute() replies with an error, and goes on", async () => {
  const client = await startKernel();
  const reply = await client.execute('throw new TypeError("no")');
  ok(reply.status === "error");
  deepStrictEqual([reply.ename, reply.evalue], ["TypeError", "no"]);
  strictEqual((await client.execute("1")).status, "ok");
  await client.shutdown();
});

Deno.test("KernelClient.execute() ends a cell after its timeout", async () => {
  const client = await startKernel();
  await client.execute("let kept = 7");
  await rejects(
    client.execute("while (true);", { timeout: 300 }),
    ExecutionTimeoutError,
  );
  const seen: Message[] = [];
  await client.execute("kept", { onOutput: (message) => seen.push(message) });
  deepStrictEqual(texts(seen), ["7"]);
  await client.shutdown();
});

Deno.test("KernelClient.interrupt() stops what runs", async () => {
  const client = await startKernel();
  const begun = Promise.withResolvers<void>();
  const reply = client.execute('console.log("begun"); while (true);', {
    onOutput: (message) =>
      texts([message]).includes("begun\n") && begun.resolve(),
  });
  await begun.promise;
  await client.interrupt();
  strictEqual((await reply).status, "error");
  await client.shutdown();
});

Deno.test("KernelClient.execute() rejects when the kernel is killed", async () => {
  const client = await startKernel();
  const begun = Promise.withResolvers<void>();
  const running = client.execute('console.log("begun"); while (true);', {
    onOutput: (message) =>
      texts([message]).includes("begun\n") && begun.resolve(),
  });
  await begun.promise;
  client.kill();
  await rejects(running, (error: Error) => {
    ok(error instanceof KernelDiedError);
    strictEqual(error.code, 137);
    return true;
  });
  await rejects(client.execute("1"), KernelDiedError);
  await rejects(client.kernelInfo(), KernelDiedError);
  strictEqual((await client.ended).code, 137);
});

Deno.test("hostKernel() serves a kernel whose cells need wait for nothing", async () => {
  const client = await hostKernel(ownKernel(), Deno.cwd());
  const { pid } = client;
  ok(pid !== undefined && pid !== Deno.pid);
  const seen: Message[] = [];
  await client.execute('console.log("shown"); 5', {
    onOutput: (message) => seen.push(message),
  });
  deepStrictEqual(texts(seen), ["shown\n", "5"]);
  const running = client.execute("while (true);");
  await client.destroy();
  // The runtime's end is the cell's, or the kernel's the client's.
  const end = await running.catch((error) => error);
  ok(end instanceof KernelDiedError || end.status === "error");
  throws(() => process.kill(pid, 0), { code: "ESRCH" });
});

/** Starts a kernel that is this program. */
async function startAs(
  argv: string[],
  timeout?: number,
): Promise<KernelClient> {
  const folder = await Deno.makeTempDir();
  const kernels = join(folder, "kernels", "odd");
  await Deno.mkdir(kernels, { recursive: true });
  const spec = { argv, display_name: "Odd", language: "typescript" };
  await Deno.writeTextFile(join(kernels, "kernel.json"), JSON.stringify(spec));
  process.env.JUPYTER_PATH = folder;
  try {
    return await startKernel({ kernel: "odd", timeout });
  } finally {
    delete process.env.JUPYTER_PATH;
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts a kernel that is this program; it must fail. */
async function startFails(argv: string[], timeout?: number): Promise<Error> {
  const started = await startAs(argv, timeout).catch((error: Error) => error);
  ok(started instanceof Error, "It started");
  return started;
}

Deno.test("startKernel() says why a kernel does not start", async () => {
  const deno = Deno.execPath();
  const none = await startFails(["/no/such/program"]);
  ok(none instanceof KernelStartError, String(none));
  match(none.message, /Can't start odd/);

  const ends = await startFails([deno, "eval", 'throw new Error("my reason")']);
  ok(ends instanceof KernelStartError, String(ends));
  match(ends.message, /exit code 1[^]*my reason/);

  const mute = await startFails(
    [deno, "eval", "setInterval(() => {}, 1e6)"],
    500,
  );
  ok(mute instanceof KernelStartError, String(mute));
  match(mute.message, /did not answer in 500 ms/);
});

Deno.test("startKernel() tries again when a port is gone", async () => {
  const taken: Deno.Listener[] = [];
  // Asked by each kernel before it listens: the first two find a port taken.
  // When the second one has ended, its port is free again.
  const server = Deno.serve({ port: 0, onListen() {} }, async (request) => {
    const { shell_port: port } = await request.json();
    if (request.method === "DELETE") taken[1]?.close();
    else if (taken.length < 2) {
      taken.push(Deno.listen({ hostname: "127.0.0.1", port }));
    }
    return new Response();
  });
  const main = import.meta.resolve("../../kernel/main.ts");
  const code = `const file = Deno.args[0];
    const body = Deno.readTextFileSync(file);
    const ask = (method) =>
      fetch("http://localhost:${server.addr.port}", { method, body });
    await ask("POST");
    const code = await (await import("${main}")).main([file]);
    if (code !== 0) await ask("DELETE");
    Deno.exit(code);`;
  const program = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(program, code);

  const config = new URL("../../deno.json", import.meta.url).pathname;
  // deno-fmt-ignore
  const client = await startAs([
    Deno.execPath(), "run", "-A", "--config", config, program, "{connection_file}",
  ]);
  strictEqual((await client.execute("1")).status, "ok");

  await client.shutdown();
  taken[0].close();
  strictEqual(taken.length, 2);
  await server.shutdown();
  await Deno.remove(program);
});
