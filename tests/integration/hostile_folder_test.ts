/**
 * A notebook's folder runs nothing, writes nothing and reads nothing beyond
 * what its cells may: not when the kernel starts, and not by its cells.
 */

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import {
  HOSTILE_FOLDERS,
  type HostileFolder,
  outsideFiles,
  writeFiles,
} from "../harness/hostile_folders.ts";
import { TestRuntime } from "../harness/test_runtime.ts";

/** All that lies in a folder, by path; links as where they lead. */
async function contents(
  folder: string,
  path = "",
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const entry of Deno.readDir(join(folder, path))) {
    const name = join(path, entry.name);
    if (entry.isDirectory) Object.assign(found, await contents(folder, name));
    else if (entry.isSymlink) {
      found[name] = await Deno.readLink(join(folder, name));
    } else found[name] = await Deno.readTextFile(join(folder, name));
  }
  return found;
}

/**
 * Starts a runtime in the folder and gives what its cells gave; fails if
 * anything outside was changed, or anything in the folder made.
 */
async function attack(
  { files, folder: at = ".", cells = [], refused }: HostileFolder,
  permissions: string[],
  runsCells: boolean,
) {
  const top = await Deno.realPath(await Deno.makeTempDir());
  const [folder, outside] = [join(top, "folder"), join(top, "outside")];
  const secret = `secret ${crypto.randomUUID()}`;
  try {
    await writeFiles(folder, files, outside);
    await writeFiles(outside, outsideFiles(secret), outside);
    const before = [await contents(folder), await contents(outside)];
    await using runtime = new TestRuntime(join(folder, at), permissions);
    const first = await runtime.run("1 + 1");
    if (refused) match(first, refused);
    else strictEqual(first, "2");
    for (const cell of runsCells ? cells : []) {
      const running = runtime.start(cell.replaceAll("$OUTSIDE", outside));
      const outcome = JSON.stringify(await running.outcome);
      const all = outcome + running.stdout + running.stderr;
      ok(!all.includes(secret), `${cell} gave the secret`);
    }
    if (runsCells && !refused) strictEqual(await runtime.run("2 + 2"), "4");
    deepStrictEqual([await contents(folder), await contents(outside)], before);
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

/** Runtimes at one time: each mostly waits for its process to start. */
const LANES = 3;

async function attackAll(
  t: Deno.TestContext,
  permissions: string[],
  runsCells: boolean,
) {
  const waiting = [...HOSTILE_FOLDERS];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const folder = next;
      await t.step({
        name: folder.name,
        fn: () => attack(folder, permissions, runsCells),
        sanitizeExit: false,
        sanitizeOps: false,
        sanitizeResources: false,
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
}

Deno.test("a notebook's folder runs nothing outside the cells' permissions", async (t) => {
  const permissions = ["--allow-read=.", "--cached-only"];
  await attackAll(t, permissions, true);
});

Deno.test("a notebook's folder runs nothing when an unrestricted kernel starts", async (t) => {
  await attackAll(t, ["--allow-all"], false);
});

Deno.test("a cell that writes a configuration gets no further by a fresh runtime", async () => {
  const top = await Deno.realPath(await Deno.makeTempDir());
  const [folder, outside] = [join(top, "folder"), join(top, "outside")];
  const secret = `secret ${crypto.randomUUID()}`;
  try {
    await writeFiles(outside, outsideFiles(secret), outside);
    await Deno.mkdir(folder);
    const kernel = new URL("../../kernel/", import.meta.url).href;
    const config = JSON.stringify({
      imports: { [kernel]: "./", "node:fs": "./evil.ts" },
      lock: join(outside, "new.lock"),
      nodeModulesDir: "auto",
      allowScripts: true,
    });
    const evil =
      `import s from "file://${outside}/secret.txt" with { type: "text" }; globalThis.leaked = s;`;
    await using runtime = new TestRuntime(folder, [
      "--allow-read=.",
      "--allow-write=.",
    ]);
    const answer = await runtime.run(
      `Deno.writeTextFileSync("deno.json", ${JSON.stringify(config)});
      Deno.writeTextFileSync("evil.ts", ${JSON.stringify(evil)});
      Deno.exit(0)`,
    );
    match(answer, /RuntimeExited/);
    strictEqual(await runtime.run("globalThis.leaked"), "undefined");
    match(await runtime.run('await import("./evil.ts")'), /read access/);
    deepStrictEqual(await contents(outside), outsideFiles(secret));
  } finally {
    await Deno.remove(top, { recursive: true });
  }
});

Deno.test("an .npmrc of the folder sends no variable that cells may not read", async () => {
  const sent: string[] = [];
  await using server = Deno.serve({ port: 0, onListen() {} }, (request) => {
    sent.push(request.headers.get("authorization") ?? "");
    return new Response("", { status: 404 });
  });
  const folder = await Deno.makeTempDir();
  const registry = `//127.0.0.1:${server.addr.port}/`;
  const name = "THAW_TEST_SECRET";
  Deno.env.set(name, "secret");
  try {
    await writeFiles(folder, {
      ".npmrc": `registry=http:${registry}\n${registry}:_authToken=\${${name}}`,
      "package.json": '{"dependencies":{"thaw-never-published":"1"}}',
      // Deno resolves anew what it does not say.
      "deno.lock":
        '{"version":"5","specifiers":{"npm:a@1":"1.0.0"},"npm":{"a@1.0.0":{}}}',
    }, "");
    {
      // Opening a notebook asks nobody, in a kernel that may do all.
      await using runtime = new TestRuntime(folder, ["--allow-all"]);
      strictEqual(await runtime.run("1 + 1"), "2");
      deepStrictEqual(sent, []);
    }
    for (const more of [[], [`--allow-env=${name}`]]) {
      const permissions = ["--allow-net", ...more];
      await using runtime = new TestRuntime(folder, permissions);
      await runtime.run('import "npm:thaw-never-published@1"');
    }
    match(sent[0], /^(Bearer \$\{THAW_TEST_SECRET\})?$/);
    strictEqual(sent.at(-1), "Bearer secret");
  } finally {
    Deno.env.delete(name);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what a restricted kernel stores is its own, and goes with it", async () => {
  const folder = await Deno.makeTempDir();
  const stored = async () => {
    await using runtime = new TestRuntime(folder, ["--allow-read=."]);
    const before = await runtime.run(
      "[localStorage.length, (await caches.keys?.())?.length ?? 0].join()",
    );
    strictEqual(
      await runtime.run('localStorage.setItem("a", "1"); localStorage.length'),
      "1",
    );
    return before;
  };
  try {
    strictEqual(await stored(), '"0,0"');
    strictEqual(await stored(), '"0,0"');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("folders without a configuration store apart, as under deno run", async () => {
  const folders = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  const stored = async (folder: string, code: string) => {
    await using runtime = new TestRuntime(folder);
    return await runtime.run(code);
  };
  const first = "localStorage.setItem('a', 1); localStorage.getItem('a')";
  try {
    strictEqual(await stored(folders[0], first), '"1"');
    strictEqual(await stored(folders[1], "localStorage.getItem('a')"), "null");
    // Kept for the folder; and nothing of the test stays.
    const kept = "const kept = localStorage.a; localStorage.clear(); kept";
    strictEqual(await stored(folders[0], kept), '"1"');
  } finally {
    for (const folder of folders) await Deno.remove(folder);
  }
});
