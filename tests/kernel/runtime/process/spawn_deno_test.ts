import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  readAddress,
  startFailure,
} from "../../../../kernel/runtime/process/spawn_deno.ts";

Deno.test("startFailure() takes what Deno says when all is well for no reason", () => {
  const usual = "Debugger listening on ws://127.0.0.1:1/a\n" +
    "Visit chrome://inspect to connect to the debugger.\n";
  strictEqual(startFailure(usual), "");
  strictEqual(
    startFailure(`${usual}\x1b[31merror\x1b[0m: no such flag\n`),
    "The runtime did not start: error: no such flag",
  );
});

Deno.test("readAddress() keeps what Deno says with the address", async () => {
  const said = "Debugger listening on ws://127.0.0.1:1/a\nerror: bad option\n";
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  writer.write(new TextEncoder().encode(said));
  const found = await readAddress(readable.getReader());
  deepStrictEqual(found, { address: "ws://127.0.0.1:1/a", said });
  await writer.abort();
});
