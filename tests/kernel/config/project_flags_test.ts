import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { projectOf } from "../../../kernel/config/project_flags.ts";

/** The flags for a folder of these files, paths of the folder as `.`. */
async function flagsOf(
  files: Record<string, string>,
  isRestricted = false,
  folder = ".",
): Promise<string[]> {
  const top = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(top, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      if (text.startsWith("-> ")) await Deno.symlink(text.slice(3), path);
      else await Deno.writeTextFile(path, text);
    }
    const { flags } = await projectOf({
      folder: join(top, folder),
      isRestricted,
      fallback: { config: "/checkout/deno.json", lock: "/checkout/deno.lock" },
      cache: join(top, "cache"),
    });
    return flags.map((flag) => flag.replaceAll(top, "."));
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

const NONE = "--node-modules-dir=none";

Deno.test("a folder without a configuration gets the checkout's imports", async () => {
  // As a map: what Deno stores by configuration stays apart by folders.
  const [config, map, ...rest] = await flagsOf({});
  deepStrictEqual([config, ...rest], ["--no-config", NONE, "--no-lock"]);
  match(map, /^--import-map=data:application\/json,/);
});

Deno.test("node_modules is used as it is, and never made", async () => {
  const config = (nodeModulesDir: unknown, more = {}) => ({
    "deno.json": JSON.stringify({ nodeModulesDir, ...more }),
  });
  const there = { "package.json": "{}", "node_modules/a/x.js": "" };
  deepStrictEqual(await flagsOf(config("auto")), [NONE]);
  deepStrictEqual(await flagsOf(config(true)), [NONE]);
  deepStrictEqual(await flagsOf(config("manual")), []);
  deepStrictEqual(await flagsOf(config("none")), []);
  deepStrictEqual(await flagsOf({ "package.json": "{}" }), [NONE]);
  deepStrictEqual(await flagsOf(there), []);
  deepStrictEqual(await flagsOf({ ...there, "a/b.ts": "" }, false, "a"), []);
  deepStrictEqual(await flagsOf({ ...there, ...config("auto") }), [NONE]);
  deepStrictEqual(await flagsOf(config("auto", { links: ["./a"] })), [
    "--node-modules-dir=manual",
  ]);
  deepStrictEqual(await flagsOf({ "deno.json": "{ no json" }), [NONE]);
});

Deno.test("a node_modules that Deno made is used, and runs no scripts", async () => {
  const files = (more: Record<string, string> = {}) => ({
    "deno.json": '{"nodeModulesDir":"auto","imports":{"b":"npm:@a/b@1"}}',
    "deno.lock": '{"npm":{"@a/b@1.0.0_c@1":{},"d@1.0.0":{"os":["aix"]}}}',
    "node_modules/.deno/@a+b@1.0.0/.initialized": "",
    ...more,
  });
  const [flag, ...rest] = await flagsOf(files());
  match(flag, /^--allow-scripts=npm:[0-9a-f-]{36}$/);
  deepStrictEqual(rest, []);
  deepStrictEqual((await flagsOf(files(), true))[0], NONE);
  for (
    const odd of [
      // Deno would write outside.
      { "node_modules/.deno/b@1.0.0": "-> /tmp" },
      { "node_modules/.deno/b@1.0.0/node_modules": "-> /tmp" },
      // Deno would fetch at its start.
      { "deno.lock": '{"npm":{"@a/b@1.0.0":{},"c@1.0.0":{}}}' },
      { "package.json": '{"dependencies":{"c":"1"}}' },
      { "deno.lock": "" },
    ] as Record<string, string>[]
  ) {
    const flags = await flagsOf(files(odd));
    deepStrictEqual(flags, [NONE], JSON.stringify(odd));
  }
});

Deno.test("a lock file outside the folder is not used", async () => {
  for (
    const files of [
      { "deno.json": '{"lock":"/etc/x.lock"}' },
      { "deno.json": '{"lock":"../x.lock"}' },
      { "deno.json": '{"lock":{"path":"../x.lock"}}' },
      { "deno.json": "{}", "deno.lock": "-> /etc/hostname" },
      { "deno.json": "{}", "deno.lock": "-> /etc/none.lock" },
      { "deno.json": '{"lock":"in/deno.lock"}', "in": "-> /etc" },
      { "package.json": "{}", "deno.lock": "-> /etc/none.lock" },
    ] as Record<string, string>[]
  ) {
    const flags = await flagsOf(files);
    strictEqual(flags.at(-1), "--no-lock", JSON.stringify(files));
  }
});

Deno.test("restricted cells read a lock file and do not write it", async () => {
  const flags = await flagsOf({ "deno.json": "{}", "deno.lock": "{}" }, true);
  match(
    flags.join(" "),
    /^--node-modules-dir=none --vendor=false --lock \.\/cache\/locks\/[0-9a-f]{32}\.lock --frozen=false$/,
  );
  deepStrictEqual(await flagsOf({ "deno.json": "{}" }, true), [
    ...[NONE, "--vendor=false", "--no-lock"],
  ]);
});
