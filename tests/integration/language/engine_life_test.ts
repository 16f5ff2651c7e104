/**
 * The language server is started late, dies, hangs or can't be had: values
 * answer, and in time.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { descendants } from "../../../kernel/runtime/process/descendants.ts";
import { Engine } from "../../../kernel/language/engine.ts";
import { LanguageService } from "../../../kernel/language/language_service.ts";
import { AskedKernel } from "../../harness/asked_kernel.ts";

/** The language servers that the kernels of this process have started. */
function servers(): number[] {
  return descendants(Deno.pid).filter(({ name }) => name === "tsc")
    .map(({ pid }) => pid);
}

/** Whether no thread of a process runs any more after a SIGSTOP. */
function isStopped(pid: number): boolean {
  const threads = `/proc/${pid}/task`;
  return [...Deno.readDirSync(threads)].every(({ name }) => {
    const stat = Deno.readTextFileSync(`${threads}/${name}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T");
  });
}

/** Asks until an answer is right; the test's own limit ends it if none is. */
async function until(isRight: () => Promise<boolean> | boolean) {
  while (!await isRight()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const TYPED = "let s: { onlyTyped: 1 }; s.";

let asked = 0;

/** Other code each time: what was answered before needs no server. */
function afresh(code: string): string {
  return `/* ${++asked} */ ${code}`;
}

async function hasTypes(kernel: AskedKernel): Promise<boolean> {
  return (await kernel.complete(afresh(TYPED))).matches.includes("onlyTyped");
}

/** The kernel's own limit is 0.42 s; the rest is for a loaded machine. */
const SOON_MS = 1000;

async function answersFromValues(kernel: AskedKernel) {
  const start = performance.now();
  const { matches } = await kernel.complete(afresh("record."));
  const elapsed = performance.now() - start;
  ok(matches.includes("plain"), matches.join());
  ok(elapsed < SOON_MS, `${elapsed} ms`);
}

Deno.test("a language server that is killed is replaced, twice", async () => {
  await using kernel = await AskedKernel.start();
  await kernel.run("const record = { plain: 1 }");
  for (let time = 0; time < 3; time++) {
    await until(() => hasTypes(kernel));
    const [pid] = servers();
    const answer = kernel.complete(afresh("record."));
    Deno.kill(pid, "SIGKILL");
    ok((await answer).matches.includes("plain"));
    await answersFromValues(kernel);
    await until(() => !servers().includes(pid));
  }
  await answersFromValues(kernel);
  deepStrictEqual(servers(), []);
});

Deno.test("the language server in the life of a kernel", async (t) => {
  await using kernel = await AskedKernel.start();

  await t.step("is not started before it is needed", async () => {
    await kernel.run("const record = { plain: 1 }");
    for (let at = 0; at < 5; at++) await kernel.run(`const a${at}: number = 1`);
    deepStrictEqual(servers(), []);
    // Two seconds without anything to do.
    await until(() => servers().length === 1);
  });

  await t.step("answers while a cell is busy", async () => {
    await until(() => hasTypes(kernel));
    const { promise: printed, resolve } = Promise.withResolvers<void>();
    const cell = kernel.client.execute('console.log("go"); for (;;);', {
      onOutput: ({ header }) => header.msg_type === "stream" && resolve(),
    });
    await printed;
    ok(await hasTypes(kernel));
    ok((await kernel.complete("record.")).matches.includes("plain"));
    await kernel.client.interrupt();
    strictEqual((await cell).status, "error");
  });

  await t.step("is not waited for when it hangs", async () => {
    const [pid] = servers();
    deepStrictEqual((await kernel.complete(TYPED)).matches, ["onlyTyped"]);
    Deno.kill(pid, "SIGSTOP");
    // On a busy machine it answers a little longer.
    await until(() => isStopped(pid));
    // A word that only becomes longer needs no server.
    const { matches } = await kernel.complete(`${TYPED}only`);
    deepStrictEqual(matches, ["onlyTyped"]);
    await answersFromValues(kernel);
    await until(() => hasTypes(kernel));
    ok(!servers().includes(pid));
  });
});

const path = (name: string) =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const fallback = { config: path("deno.json"), lock: path("deno.lock") };

Deno.test("LanguageService knows nothing where there is no server", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thaw-none-" });
  const caches = { thaw: folder, deno: folder };
  const find = () => Promise.reject(new Error("not for this platform"));
  const service = new LanguageService({ folder, fallback, caches }, find);
  service.ran("const a = 1", 1);
  deepStrictEqual(await service.complete("a.", 2), []);
  strictEqual(await service.hover("a", 1), undefined);
  await service.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "a language server that needs too much memory is replaced, twice",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "thaw-memory-" });
    const caches = { thaw: folder, deno: folder };
    const options = { folder, fallback, caches, mostMemoryBytes: 1 };
    const service = new LanguageService(options);
    const seen = new Set<number>();
    // The third answers once, and is not replaced any more.
    await until(async () => {
      const found = await service.complete("Deno.", 5);
      for (const pid of servers()) seen.add(pid);
      return found.length === 0 && seen.size === 3 && servers().length === 0;
    });
    deepStrictEqual(await service.complete("Deno.", 5), []);
    await service.close();
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("Engine speaks to deno lsp as well", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thaw-lsp-" });
  const engine = await Engine.start({
    command: Deno.execPath(),
    args: ["lsp"],
    folder,
    settings: { deno: { enable: true } },
    initializationOptions: { enable: true },
  });
  const file = `${folder}/cell.ts`;
  engine.write(file, "const a = { inside: 1 };\na.");
  const found = await engine.complete(file, { line: 1, character: 2 });
  ok(found.some(({ label }) => label === "inside"));
  engine.kill();
  await engine.ended;
  await Deno.remove(folder, { recursive: true });
});
