/** Kernels installed with permission flags: what cells may do, and what not. */

import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { InstalledKernel } from "../harness/installed_kernel.ts";

/** Runs what must be refused for want of this permission. */
async function refused(
  kernel: InstalledKernel,
  permission: string,
  code: string,
): Promise<void> {
  const { result } = await kernel.run(code);
  match(
    `${code}: ${result}`,
    new RegExp(`: NotCapable: .*${permission} access.*--allow-${permission}`),
  );
}

Deno.test("cells with --allow-read=. do that and nothing else", async () => {
  await using kernel = await InstalledKernel.start(["--allow-read=."]);
  const file = join(kernel.folder, "data.ts");
  await Deno.writeTextFile(file, "export const answer = 42;");

  strictEqual((await kernel.run("const a = 6; a * 7")).result, "42");
  strictEqual((await kernel.run('console.log("out")')).stdout, "out\n");
  strictEqual(
    (await kernel.run('import { answer } from "./data.ts"; answer')).result,
    "42",
  );
  strictEqual(
    (await kernel.run('Deno.readTextFileSync("data.ts").length')).result,
    "25",
  );
  await kernel.run('await Deno.jupyter.display({ "text/plain": "shown" })');

  for (
    const [permission, code] of [
      ["read", 'Deno.readTextFileSync("/etc/hostname")'],
      ["read", 'Deno.readTextFileSync("/proc/self/environ")'],
      ["read", "Deno.readTextFileSync(`/proc/${Deno.ppid}/cmdline`)"],
      ["read", 'Deno.readTextFileSync("../data.ts")'],
      ["read", '(await import("node:fs")).readFileSync("/etc/hostname")'],
      ["write", 'Deno.writeTextFileSync("data.ts", "")'],
      ["env", 'Deno.env.get("HOME")'],
      ["env", "Deno.env.toObject()"],
      ["env", "process.env.HOME"],
      ["run", 'new Deno.Command("true").outputSync()'],
      ["env", '(await import("node:child_process")).execSync("true")'],
      ["ffi", 'Deno.dlopen("libc.so.6", {})'],
      ["net", 'await Deno.connect({ hostname: "127.0.0.1", port: 9229 })'],
      ["net", 'new WebSocket("ws://127.0.0.1:9229")'],
      ["net", "Deno.listen({ port: 0 })"],
      ["sys", "Deno.hostname()"],
    ]
  ) await refused(kernel, permission, code);
  strictEqual(await Deno.readTextFile(file), "export const answer = 42;");
  strictEqual((await kernel.run("a")).result, "6");
});

Deno.test("cells find no way to the inspector that runs them", async () => {
  await using kernel = await InstalledKernel.start(["--allow-read=."]);
  await kernel.run('import inspector from "node:inspector"');
  await refused(kernel, "sys", "inspector.url()");
  await refused(kernel, "sys", "new inspector.Session().connect()");
  const { result } = await kernel.run("inspector.open(0)");
  match(String(result), /^Error: Inspector is already activated/);
  strictEqual((await kernel.run("1")).result, "1");
});

Deno.test("cells without the network download no package", async () => {
  await using kernel = await InstalledKernel.start(["--allow-read=."]);
  // Never published; a download would end in another message.
  const specifier = "npm:@thaw-tests/never-published@1";
  for (
    const code of [
      `import x from "${specifier}";`,
      `await import("${specifier}")`,
    ]
  ) {
    const { result, stderr } = await kernel.run(code);
    match(String(result), /not found in cache.*; only .* --allow-net .*`deno/);
    strictEqual(stderr, "");
  }
});

Deno.test("--deny- flags on their own leave the rest", async () => {
  await using kernel = await InstalledKernel.start([
    "--deny-env",
    "--deny-run",
  ]);
  await refused(kernel, "env", 'Deno.env.get("HOME")');
  await refused(kernel, "run", 'new Deno.Command("true").outputSync()');
  strictEqual(
    (await kernel.run('Deno.writeTextFileSync("new.txt", "x"); 1')).result,
    "1",
  );
});
