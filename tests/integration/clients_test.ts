/**
 * The kernel under real Jupyter clients. The tests themselves are Python, in
 * `clients/`; here each file is run, and every message its kernels sent is
 * checked against the schema of the protocol.
 */

import { ok } from "node:assert/strict";
import { join } from "node:path";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { python } from "../harness/python.ts";
import { checkRecorded, recordingTo } from "../harness/check_recorded.ts";

const clients = join(import.meta.dirname!, "clients");

async function runPython(file: string): Promise<void> {
  await using home = await JupyterHome.make();
  const messages = join(home.folder, "messages.jsonl");
  const { success, stderr } = await new Deno.Command(await python(), {
    args: ["-W", "ignore", "-m", "unittest", file],
    cwd: clients,
    env: { ...home.env, ...recordingTo(messages) },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  await checkRecorded(messages);
}

for (const entry of Deno.readDirSync(clients)) {
  if (!/^test_.*\.py$/.test(entry.name)) continue;
  Deno.test(`clients: ${entry.name}`, () => runPython(entry.name));
}
