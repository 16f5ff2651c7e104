/** What the backend needs a process of its own for: threads and permissions. */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

async function deno(
  ...args: string[]
): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...args],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

async function train(threads: number) {
  const { code, text } = await deno(
    "-A",
    "tests/harness/programs/train_on_threads.ts",
    `${threads}`,
  );
  strictEqual(code, 0, text);
  return JSON.parse(text.slice(text.indexOf("{"))) as {
    threads: number;
    text: string;
    losses: number[];
  };
}

Deno.test("selectBackend() starts the threads asked for, and the process ends", async () => {
  const { threads, text } = await train(2);
  strictEqual(threads, 2, text);
});

Deno.test("a rerun gives the same losses to the bit, whatever the threads", async () => {
  const first = await train(1);
  deepStrictEqual((await train(1)).losses, first.losses);
  deepStrictEqual((await train(2)).losses, first.losses);
});

Deno.test("selectBackend() prefers WebGPU only on real hardware", async () => {
  const { code, text } = await deno(
    "-A",
    "tests/harness/programs/print_backend.ts",
  );
  strictEqual(code, 0, text);
  if (/^backend webgpu/m.test(text)) return;
  match(text, /^backend wasm/m);
  match(text, /not webgpu: (?:no graphics adapter|.* is software)/);
});

Deno.test("selectBackend() says so where it may not read the compiled code", async () => {
  const { code, text } = await deno(
    "--allow-env",
    "--allow-sys",
    "tests/harness/programs/print_backend.ts",
  );
  strictEqual(code, 0, text);
  match(text, /not wasm: Requires read access/);
  match(text, /^backend cpu$/m);
});
