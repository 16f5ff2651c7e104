/** `THAW_TRACE`, by which a kernel says what goes over the wire. */

import { match, ok, strictEqual } from "node:assert/strict";
import { ownKernel } from "../../kernel/client/kernel_command.ts";
import { KernelProcess } from "../../kernel/client/kernel_process.ts";
import { Target } from "../attack/target.ts";

Deno.test("THAW_TRACE writes readable lines, and never the key", async () => {
  const file = await Deno.makeTempFile();
  const shell = `THAW_TRACE=cdp,wire exec "$@" 2> '${file}'`;
  await using target = await Target.start(shell);
  await target.works();
  await target.works();
  const { info } = target.process;
  const stderr = await Deno.readTextFile(file);
  await Deno.remove(file);
  match(stderr, /^ *\d+\.\d{6} wire <- shell execute_request \{"code":"6/m);
  match(stderr, /^ *\d+\.\d{6} wire -> iopub status \{"execution_state"/m);
  match(stderr, /^ *\d+\.\d{6} cdp {2}-> \{"id":\d+,"method":"Runtime/m);
  ok(!stderr.includes(info.key));
  // Each wait for the runtime is a wait for two processes to be scheduled.
  const [, , cell] = stderr.split('<- shell execute_request {"code":"6 * 7"');
  const [before] = cell.split("-> shell execute_reply");
  const calls = before.match(/cdp {2}-> .*/g) ?? [];
  strictEqual(calls.length, 2, calls.join("\n"));
  match(calls[0], /\.notePlaces\(/);
  match(calls[1], /\.close\(|… \(\d+ characters\)/);
});

Deno.test("THAW_TRACE=stop writes the steps of a Stop", async () => {
  const file = await Deno.makeTempFile();
  const shell = `THAW_TRACE=stop exec "$@" 2> '${file}'`;
  await using target = await Target.start(shell);
  const { promise: printed, resolve } = Promise.withResolvers<void>();
  target.onMessage = ({ header }) => header.msg_type === "stream" && resolve();
  target.request("Shell", "execute_request", {
    code: "console.log(1); for (;;);",
  });
  await printed;
  target.request("Control", "interrupt_request", {});
  await target.settled();
  const stderr = await Deno.readTextFile(file);
  await Deno.remove(file);
  match(stderr, /^ *\d+\.\d{6} stop stops what runs/m);
  match(stderr, /^ *\d+\.\d{6} stop terminate\(\), attempt 1$/m);
  match(stderr, /^ *\d+\.\d{6} stop what ran is terminated$/m);
});

Deno.test("THAW_TRACE says which topics there are", async () => {
  const command = { ...ownKernel(), env: { THAW_TRACE: "wire,everything" } };
  const process = await KernelProcess.start(command, Deno.cwd());
  while (!process.stderr.includes("\n") && !/everything/.test(process.stderr)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  process.signal("SIGKILL");
  await process.exited;
  match(process.stderr, /THAW_TRACE knows cdp, wire, stop, not everything/);
});
