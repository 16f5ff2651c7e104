/**
 * The task `lab`, from its start to Ctrl-C.
 */

import { answered } from "../harness/answered.ts";
import { ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

Deno.test("the task lab serves our kernel and ends on Ctrl-C", async () => {
  const lab = new Deno.Command(Deno.execPath(), {
    args: ["task", "lab", "--", "--no-browser", "--port=0"],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();

  let log = "";
  for await (const chunk of lab.stderr.pipeThrough(new TextDecoderStream())) {
    log += chunk;
    const address =
      /http:\/\/127\.0\.0\.1:(\d+)\/lab\/tree\/tour\/welcome\.ipynb\?token=(\w+)/
        .exec(log);
    if (!address) continue;
    const [, port, token] = address;
    const url = `http://127.0.0.1:${port}/api/kernelspecs?token=${token}`;
    try {
      const { kernelspecs } = await (await answered(url)).json();
      ok("thaw" in kernelspecs);
    } finally {
      lab.kill("SIGINT");
    }
    break;
  }
  strictEqual((await lab.status).code, 0, log);
});
