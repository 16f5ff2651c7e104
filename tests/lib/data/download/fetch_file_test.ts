import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  DataUnavailableError,
  type RemoteFile,
} from "../../../../lib/data/download/data_unavailable_error.ts";
import { fetchFile } from "../../../../lib/data/download/fetch_file.ts";

const CONTENT = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7 % 251);
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");

/** What a test needs: a server, a cache folder and what was asked of the server. */
interface Setting {
  url: string;
  cache: string;
  path: string;
  file: RemoteFile;
  /** The `range` header of each request, "" without one. */
  ranges: string[];
}

type Answer = (request: Request, count: number) => Response;

/** Runs `use` against a server that gives these answers. */
async function withServer(
  answer: Answer,
  use: (setting: Setting) => Promise<void>,
): Promise<void> {
  const ranges: string[] = [];
  const server = Deno.serve(
    {
      port: 0,
      hostname: "127.0.0.1",
      onListen() {},
      onError: () => new Response(),
    },
    (request) => {
      ranges.push(request.headers.get("range") ?? "");
      return answer(request, ranges.length);
    },
  );
  const cache = await Deno.makeTempDir();
  const url = `http://127.0.0.1:${server.addr.port}/file.bin`;
  const checksum = { algorithm: "sha256", digest: SHA256 } as const;
  const file = { name: "file.bin", url, checksum };
  try {
    const path = join(cache, "file.bin");
    await use({ url, cache, path, file, ranges });
  } finally {
    await server.shutdown();
    await Deno.remove(cache, { recursive: true });
  }
}

/** The whole file, or the range asked for. */
function whole(request: Request): Response {
  const start = Number(
    /\d+/.exec(request.headers.get("range") ?? "")?.[0] ?? 0,
  );
  const body = CONTENT.slice(start);
  if (start === 0) return new Response(body, { headers: { etag: '"1"' } });
  const range = `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}`;
  return new Response(body, {
    status: 206,
    headers: { "content-range": range },
  });
}

/** Sends bytes `from` to `to`, claims all up to the end, and breaks the connection. */
function breaking(from: number, to: number): Response {
  let sent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new Error("broken on purpose"));
      sent = true;
      controller.enqueue(CONTENT.slice(from, to));
    },
  });
  const range = `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`;
  return new Response(body, {
    status: from > 0 ? 206 : 200,
    headers: {
      "content-length": `${CONTENT.length - from}`,
      ...(from > 0 ? { "content-range": range } : {}),
    },
  });
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("fetchFile() downloads once, then reads from the cache", async () => {
  await withServer(whole, async ({ file, cache, path, ranges }) => {
    strictEqual(await fetchFile(file, { cache }), path);
    strictEqual(await fetchFile(file, { cache, offline: true }), path);
    deepStrictEqual(await Deno.readFile(path), CONTENT);
    deepStrictEqual(ranges, [""]);
    deepStrictEqual([...Deno.readDirSync(cache)].length, 1);
  });
});

Deno.test("fetchFile() makes the cache folder", async () => {
  await withServer(whole, async ({ file, cache }) => {
    const path = await fetchFile(file, { cache: join(cache, "a", "b") });
    ok(await isThere(path));
  });
});

Deno.test("fetchFile() follows redirects", async () => {
  const answer: Answer = (request, count) =>
    count < 3
      ? Response.redirect(`${new URL(`/${count}`, request.url)}`, 302)
      : whole(request);
  await withServer(answer, async ({ file, cache, ranges }) => {
    await fetchFile(file, { cache });
    strictEqual(ranges.length, 3);
  });
});

Deno.test("fetchFile() keeps nothing with a wrong checksum", async () => {
  await withServer(
    () => new Response("other"),
    async ({ file, cache }) => {
      await rejects(fetchFile(file, { cache }), (error: Error) => {
        ok(error instanceof Deno.errors.InvalidData);
        ok(error.message.includes(`not ${SHA256}; not kept`), error.message);
        return true;
      });
      deepStrictEqual([...Deno.readDirSync(cache)], []);
    },
  );
});

Deno.test("fetchFile() throws on a damaged file in the cache", async () => {
  await withServer(whole, async ({ file, cache, path, ranges }) => {
    await Deno.writeTextFile(path, "damaged");
    await rejects(fetchFile(file, { cache }), Deno.errors.InvalidData);
    deepStrictEqual(ranges, []);
  });
});

Deno.test("fetchFile() goes on where a connection breaks", async () => {
  const answer: Answer = (request, count) => {
    if (count === 1) return breaking(0, 70_000);
    if (count === 2) return breaking(70_000, 130_000);
    return whole(request);
  };
  await withServer(answer, async ({ file, cache, path, ranges }) => {
    await fetchFile(file, { cache });
    deepStrictEqual(await Deno.readFile(path), CONTENT);
    deepStrictEqual(ranges, ["", "bytes=70000-", "bytes=130000-"]);
  });
});

Deno.test("fetchFile() goes on where a former call broke off", async () => {
  await withServer(whole, async ({ file, cache, path, ranges }) => {
    await Deno.writeFile(`${path}.part`, CONTENT.slice(0, 50_000));
    await fetchFile(file, { cache });
    deepStrictEqual(await Deno.readFile(path), CONTENT);
    deepStrictEqual(ranges, ["bytes=50000-"]);
  });
});

Deno.test("fetchFile() starts anew when the former start does not fit", async () => {
  await withServer(whole, async ({ file, cache, path, ranges }) => {
    await Deno.writeFile(`${path}.part`, new Uint8Array(50_000));
    await fetchFile(file, { cache });
    deepStrictEqual(await Deno.readFile(path), CONTENT);
    deepStrictEqual(ranges, ["bytes=50000-", ""]);
  });
});

Deno.test("fetchFile() without a checksum takes no former start", async () => {
  await withServer(whole, async ({ url, cache, path, ranges }) => {
    await Deno.writeFile(`${path}.part`, new Uint8Array(50_000));
    await fetchFile({ name: "file.bin", url }, { cache });
    deepStrictEqual(await Deno.readFile(path), CONTENT);
    deepStrictEqual(ranges, [""]);
  });
});

Deno.test("fetchFile() starts anew on a server without ranges", async () => {
  const answer: Answer = (_, count) =>
    count === 1 ? breaking(0, 70_000) : new Response(CONTENT);
  await withServer(answer, async ({ file, cache, path }) => {
    await fetchFile(file, { cache });
    deepStrictEqual(await Deno.readFile(path), CONTENT);
  });
});

Deno.test("fetchFile() gives up after five broken connections", async () => {
  await withServer(
    () => breaking(0, 10),
    async ({ file, cache, path, ranges }) => {
      await rejects(fetchFile(file, { cache }), DataUnavailableError);
      strictEqual(ranges.length, 5);
      ok(!await isThere(path));
    },
  );
});

Deno.test("fetchFile() says what is missing and where to put it", async () => {
  const answer = () => new Response("no", { status: 404 });
  await withServer(answer, async ({ file, cache, path, url, ranges }) => {
    await rejects(fetchFile(file, { cache }), {
      name: "DataUnavailableError",
      message: "Can't get file.bin: the server answered 404 Not Found. " +
        `Get ${url} by other means and put it at ${path}`,
    });
    strictEqual(ranges.length, 1);
    deepStrictEqual([...Deno.readDirSync(cache)], []);
  });
});

Deno.test("fetchFile() of several that fail leaves nothing", async () => {
  const answer = () => new Response("no", { status: 404 });
  await withServer(answer, async ({ file, cache, ranges }) => {
    const all = Array.from({ length: 4 }, () => fetchFile(file, { cache }));
    const results = await Promise.allSettled(all);
    ok(results.every((result) => result.status === "rejected"));
    strictEqual(ranges.length, 4);
    deepStrictEqual([...Deno.readDirSync(cache)], []);
  });
});

Deno.test("fetchFile() asks no server when offline", async () => {
  await withServer(whole, async ({ file, cache, ranges }) => {
    await rejects(
      fetchFile(file, { cache, offline: true }),
      /downloads are off \(offline\)/,
    );
    deepStrictEqual(ranges, []);
  });
});

Deno.test("fetchFile() gives up on a server that falls silent", async () => {
  const answer = () => new Response(new ReadableStream({}));
  await withServer(answer, async ({ file, cache }) => {
    await rejects(
      fetchFile(file, { cache, patience: 20 }),
      /no byte in 0\.02 s/,
    );
  });
});

Deno.test("fetchFile() ends at the kernel's Stop, and goes on later", async () => {
  const answer: Answer = (request, count) => {
    if (count > 1) return whole(request);
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(CONTENT.slice(0, 60_000)),
    });
    return new Response(body, {
      headers: { "content-length": `${CONTENT.length}` },
    });
  };
  await withServer(answer, async ({ file, cache, path, ranges }) => {
    const events = Deno.watchFs(cache);
    const fetching = fetchFile(file, { cache });
    const stopped = rejects(fetching, { name: "AbortError" });
    for await (const _ of events) {
      const part = await Deno.stat(`${path}.part`).catch(() => undefined);
      if (part?.size === 60_000) break;
    }
    globalThis.dispatchEvent(new Event("interrupted"));
    await stopped;
    await fetchFile(file, { cache });
    deepStrictEqual(await Deno.readFile(path), CONTENT);
    deepStrictEqual(ranges, ["", "bytes=60000-"]);
  });
});

Deno.test("fetchFile() shows a slow download from its third second on", async () => {
  let time = 0;
  const answer = () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        time += 1500;
        controller.enqueue(CONTENT.slice(sent, sent += 50_000));
        if (sent === CONTENT.length) controller.close();
      },
    }, { highWaterMark: 0 });
    return new Response(body, {
      headers: { "content-length": `${CONTENT.length}` },
    });
  };
  let written = "";
  const lines = {
    isTerminal: false,
    write: (text: string) => void (written += text),
  };
  await withServer(answer, async ({ file, cache }) => {
    await fetchFile(file, { cache, progress: { lines, now: () => time } });
  });
  strictEqual(
    written,
    "file.bin  [====================]  0.2/0.2 MB  0.0 MB/s\n",
  );
});

Deno.test("fetchFile() downloads once for all who ask at once", async () => {
  await withServer(whole, async ({ file, cache, path, ranges }) => {
    const paths = await Promise.all(
      Array.from({ length: 4 }, () => fetchFile(file, { cache })),
    );
    deepStrictEqual(paths, [path, path, path, path]);
    deepStrictEqual(ranges, [""]);
    deepStrictEqual([...Deno.readDirSync(cache)].map((it) => it.name), [
      "file.bin",
    ]);
  });
});
