/** Several processes that want the same file at the same time. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";

const CONTENT = new Uint8Array(300_000).fill(7);

/** Runs a module that fetches; `permissions` are Deno's flags. */
async function run(
  code: string,
  permissions: string[],
): Promise<{ code: number; out: string }> {
  const root = join(import.meta.dirname!, "../..");
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  const fetchFile = new URL(
    "../../lib/data/download/fetch_file.ts",
    import.meta.url,
  );
  await Deno.writeTextFile(
    path,
    `import { fetchFile } from ${JSON.stringify(fetchFile.href)};\n${code}`,
  );
  const config = join(root, "deno.json");
  const { code: status, stdout, stderr } = await new Deno.Command(
    Deno.execPath(),
    {
      args: ["run", "--no-prompt", "--config", config, ...permissions, path],
      env: { NO_COLOR: "1" },
    },
  ).output();
  await Deno.remove(path);
  const text = new TextDecoder();
  return { code: status, out: text.decode(stdout) + text.decode(stderr) };
}

Deno.test("fetchFile() downloads once for several processes", async () => {
  let requests = 0;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => {
      requests++;
      return new Response(CONTENT);
    },
  );
  const cache = await Deno.makeTempDir();
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const code =
    `await fetchFile({ name: "file.bin", url: ${JSON.stringify(url)} }, ` +
    `{ cache: ${JSON.stringify(cache)} });`;
  const results = await Promise.all([1, 2, 3].map(() => run(code, ["-A"])));
  await server.shutdown();
  deepStrictEqual(results, results.map(() => ({ code: 0, out: "" })));
  strictEqual(requests, 1);
  deepStrictEqual([...Deno.readDirSync(cache)].map((it) => it.name), [
    "file.bin",
  ]);
  deepStrictEqual(await Deno.readFile(join(cache, "file.bin")), CONTENT);
  await Deno.remove(cache, { recursive: true });
});

Deno.test("fetchFile() without permissions says that it can't get the file", async () => {
  const code =
    `await fetchFile({ name: "file.bin", url: "http://127.0.0.1:9/" })
    .catch((error) => console.log(error.name, error.message));`;
  const { out } = await run(code, ["--allow-read"]);
  ok(out.startsWith("DataUnavailableError Can't get file.bin:"), out);
  ok(out.includes("THAW_CACHE"), out);
});
