import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import {
  rememberedServer,
  rememberServer,
  serverMemory,
} from "../../../kernel/language/remembered_server.ts";

Deno.test("rememberedServer() gives what was found, as long as it is there", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thaw-server-" });
  const command = join(folder, "tsc");
  const lock = join(folder, "deno.lock");
  Deno.writeTextFileSync(command, "");
  Deno.writeTextFileSync(lock, "one");
  const memory = await serverMemory(lock, folder);
  strictEqual(await rememberedServer(memory), undefined);
  const server = { command, args: ["--lsp"], nodeTypes: {} };
  await rememberServer(memory, server);
  deepStrictEqual(await rememberedServer(memory), server);

  // Another lock file may have another version.
  Deno.writeTextFileSync(lock, "two");
  notStrictEqual(await serverMemory(lock, folder), memory);

  Deno.removeSync(command);
  strictEqual(await rememberedServer(memory), undefined);
  Deno.writeTextFileSync(memory, '{ "command": "half');
  strictEqual(await rememberedServer(memory), undefined);
  await Deno.remove(folder, { recursive: true });
});
