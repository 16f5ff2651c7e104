import { match, rejects, strictEqual } from "node:assert/strict";
import { InstallError } from "../../../kernel/install/install_error.ts";
import {
  FRONT_ENDS,
  packageIndex,
  wheelOf,
} from "../../../kernel/install/widget_front_ends.ts";

const [front] = FRONT_ENDS;

/** An index on a free port that serves one page and one file. */
async function withIndex(
  wheel: string,
  use: (index: string, cache: string) => Promise<void>,
) {
  const server = Deno.serve({ port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    return pathname === `/simple/${front.project}/`
      ? new Response(`<a href="../../files/${front.wheel}#sha256=0">it</a>`)
      : pathname === `/files/${front.wheel}`
      ? new Response(wheel)
      : new Response("", { status: 404 });
  });
  const cache = await Deno.makeTempDir();
  try {
    const { port } = server.addr as Deno.NetAddr;
    await use(`http://127.0.0.1:${port}/simple`, cache);
  } finally {
    await server.shutdown();
    await Deno.remove(cache, { recursive: true });
  }
}

Deno.test("wheelOf() refuses a file that is not the one that is meant", async () => {
  await withIndex("another file", async (index, cache) => {
    await rejects(
      wheelOf(front, cache, index),
      /is not the file that is meant/,
    );
    strictEqual([...Deno.readDirSync(cache)].length, 0);
  });
});

Deno.test("wheelOf() says where to put the file when there is no network", async () => {
  await withIndex("", async (index, cache) => {
    const nowhere = index.replace("simple", "none");
    await rejects(wheelOf(front, cache, nowhere), (error: Error) => {
      match(error.message, /answers 404/);
      match(error.message, /put that file of PyPI into/);
      return error instanceof InstallError && error.message.includes(cache);
    });
  });
});

Deno.test("packageIndex() is PyPI, or what pip was told", () => {
  const machine = (index?: string) => ({
    os: "linux" as const,
    env: (name: string) => name === "PIP_INDEX_URL" ? index : undefined,
  });
  strictEqual(packageIndex(machine()), "https://pypi.org/simple");
  strictEqual(packageIndex(machine("https://a.invalid")), "https://a.invalid");
});
