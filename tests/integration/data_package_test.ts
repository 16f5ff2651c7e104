/** Packages of data from a registry of our own, into a cache that is empty. */

import { deepStrictEqual, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const CONTENT = "0123456789";
const NAME = "some-data";
const MODULE = new URL(
  "../../lib/data/download/npm_package.ts",
  import.meta.url,
);

/** The start of an entry of a tar archive. */
function tarEntry(name: string, text: string): Uint8Array {
  const entry = new Uint8Array(1024);
  const write = (at: number, field: string) =>
    entry.set(new TextEncoder().encode(field), at);
  write(0, name);
  write(100, "0000644\0" + "0000000\0".repeat(2));
  write(124, text.length.toString(8).padStart(11, "0") + " 00000000000 ");
  write(148, " ".repeat(8) + "0");
  write(257, "ustar\u000000");
  const sum = entry.subarray(0, 512).reduce((sum, byte) => sum + byte, 0);
  write(148, sum.toString(8).padStart(6, "0") + "\0 ");
  write(512, text);
  return entry;
}

function tarball(): Uint8Array<ArrayBuffer> {
  const manifest = JSON.stringify({
    name: NAME,
    version: "1.0.0",
    main: "index.js",
  });
  const entries = [
    tarEntry("package/package.json", manifest),
    tarEntry("package/index.js", "console.log('RAN')"),
    tarEntry("package/data.txt", CONTENT),
    new Uint8Array(1024),
  ];
  return new Uint8Array(gzipSync(Buffer.concat(entries)));
}

/** What a module prints that asks for the package's file. */
async function run(
  { cache, registry, digest, offline = false }: {
    cache: string;
    registry: string;
    digest: string;
    offline?: boolean;
  },
): Promise<string> {
  const wanted = {
    name: NAME,
    version: "1.0.0",
    size: 10,
    files: [{ path: "data.txt", checksum: { algorithm: "md5", digest } }],
  };
  const path = join(cache, "main.ts");
  const code = `import { packageFiles } from ${JSON.stringify(MODULE.href)};
try {
  const [path] = await packageFiles(${
    JSON.stringify(wanted)
  }, { offline: ${offline} });
  console.log(Deno.readTextFileSync(path));
} catch (error) {
  console.log(String(error));
}`;
  await Deno.writeTextFile(path, code);
  // What the library imports for misspelt options would be asked for as well.
  const config = join(cache, "deno.json");
  await Deno.writeTextFile(
    config,
    JSON.stringify({
      imports: {
        "fastest-levenshtein":
          "data:text/javascript,export const closest = String, distance = Number;",
      },
    }),
  );
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", config, "--no-lock", path],
    env: {
      NO_COLOR: "1",
      DENO_DIR: join(cache, "deno"),
      NPM_CONFIG_REGISTRY: registry,
    },
  }).output();
  const [out, error] = [stdout, stderr].map((it) =>
    new TextDecoder().decode(it)
  );
  return out.trim() || error;
}

Deno.test("packageFiles() fetches from the registry Deno is set up for, and runs nothing", async () => {
  const asked: string[] = [];
  const archive = tarball();
  const integrity = "sha512-" +
    createHash("sha512").update(archive).digest("base64");
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) => {
      const { pathname, origin } = new URL(url);
      asked.push(pathname);
      if (pathname.endsWith(".tgz")) return new Response(archive);
      if (pathname !== `/${NAME}`) return new Response(null, { status: 404 });
      const dist = { tarball: `${origin}/${NAME}.tgz`, integrity };
      return Response.json({
        name: NAME,
        "dist-tags": { latest: "1.0.0" },
        versions: { "1.0.0": { name: NAME, version: "1.0.0", dist } },
      });
    },
  );
  const cache = await Deno.makeTempDir();
  const registry = `http://127.0.0.1:${server.addr.port}/`;
  const digest = createHash("md5").update(CONTENT).digest("hex");
  const forbidden = await run({ cache, registry, digest, offline: true });
  match(forbidden, /^DataUnavailableError: .*downloads are off \(offline\)/);
  deepStrictEqual(asked.length, 0);

  deepStrictEqual(await run({ cache, registry, digest }), CONTENT);
  ok(asked.includes(`/${NAME}.tgz`));
  await server.shutdown();

  // The server is gone; Deno has the package.
  deepStrictEqual(await run({ cache, registry, digest }), CONTENT);
  const wrong = await run({ cache, registry, digest: "0".repeat(32) });
  match(wrong, /^InvalidData: .*data\.txt has md5 .*delete the folder .*anew$/);
  const none = await run({
    cache: await Deno.makeTempDir({ dir: cache }),
    registry,
    digest,
  });
  match(none, /^DataUnavailableError: Can't get npm:some-data@1\.0\.0: /);
  await Deno.remove(cache, { recursive: true });
});
