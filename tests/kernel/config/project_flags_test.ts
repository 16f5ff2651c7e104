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
const MANUAL = "--node-modules-dir=manual";

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
  deepStrictEqual(await flagsOf(config("manual")), [MANUAL]);
  deepStrictEqual(await flagsOf(config("none")), [NONE]);
  deepStrictEqual(await flagsOf({ "package.json": "{}" }), [NONE]);
  deepStrictEqual(await flagsOf(there), [MANUAL]);
  deepStrictEqual(await flagsOf({ ...there, "a/b.ts": "" }, false, "a"), [
    MANUAL,
  ]);
  deepStrictEqual(await flagsOf({ ...there, ...config("auto") }), [NONE]);
  for (const links of ["links", "patch"]) {
    deepStrictEqual(await flagsOf(config("auto", { [links]: ["./a"] })), [
      MANUAL,
    ]);
  }
  deepStrictEqual(await flagsOf({ "deno.json": "{ no json" }), [NONE]);
});

Deno.test("a node_modules above is used if it has what package.json names", async () => {
  const of = (named: unknown) =>
    flagsOf(
      {
        "package.json": "{}",
        "node_modules/a/x.js": "",
        "nb/package.json": JSON.stringify(named),
      },
      false,
      "nb",
    );
  deepStrictEqual(await of({ devDependencies: { a: "1", b: "1" } }), [MANUAL]);
  deepStrictEqual(await of({ type: "module" }), [MANUAL]);
  deepStrictEqual(await of({ dependencies: { b: "1" } }), [NONE]);
  const member = { "nb/package.json": "{}", "nb/node_modules/a/x.js": "" };
  const workspace = { "deno.json": '{"workspace":["./nb"]}', ...member };
  deepStrictEqual((await flagsOf(workspace, false, "nb"))[0], NONE);
  const between = { "package.json": "{}", "nb/node_modules/a/x.js": "" };
  deepStrictEqual(await flagsOf(between, false, "nb"), [MANUAL]);
});

Deno.test("a workspace says for its members whether there is a node_modules", async () => {
  // Deno heeds only the workspace, and so it made one for who said "none".
  const of = (root: Record<string, string>, member: unknown) =>
    flagsOf(
      { ...root, "nb/deno.json": JSON.stringify({ nodeModulesDir: member }) },
      false,
      "nb",
    );
  const auto = { nodeModulesDir: "auto" };
  const workspaces = [
    { "deno.json": JSON.stringify({ workspace: ["./nb"], ...auto }) },
    {
      "deno.json": JSON.stringify(auto),
      "package.json": '{"workspaces":["nb"]}',
      "nb/package.json": "{}",
    },
  ] as Record<string, string>[];
  for (const root of workspaces) {
    for (const member of ["none", "manual", undefined]) {
      deepStrictEqual((await of(root, member))[0], NONE);
    }
  }
  // Above it, but no workspace, or one that does not name it.
  const above = { "deno.json": JSON.stringify(auto) };
  deepStrictEqual((await of(above, "manual"))[0], MANUAL);
  const other = JSON.stringify({ workspace: ["./other"], ...auto });
  deepStrictEqual((await of({ "deno.json": other }, "manual"))[0], MANUAL);
});

Deno.test("a node_modules that Deno made is used, and runs no scripts", async () => {
  const lock = (changes = {}) =>
    JSON.stringify({
      version: "5",
      specifiers: { "npm:@a/b@1": "1.0.0_c@1" },
      npm: { "@a/b@1.0.0_c@1": {}, "d@1.0.0": { os: ["aix"] } },
      workspace: { dependencies: ["npm:@a/b@1"] },
      ...changes,
    });
  const config = (more = {}) =>
    JSON.stringify({
      nodeModulesDir: "auto",
      imports: { b: "npm:@a/b@1", "b/": "npm:/@a/b@1/" },
      ...more,
    });
  const files = (more: Record<string, string> = {}) => ({
    "deno.json": config(),
    "deno.lock": lock(),
    "node_modules/@a/b": "-> ../.deno/@a+b@1.0.0",
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
      { "node_modules/.bin": "-> /tmp" },
      { "node_modules/.deno/b@1.0.0/node_modules/b/node_modules": "-> /tmp" },
      // Deno would fetch at its start.
      { "deno.lock": lock({ npm: { "@a/b@1.0.0_c@1": {}, "c@1.0.0": {} } }) },
      { "deno.lock": lock({ specifiers: {} }) },
      { "deno.lock": lock({ workspace: {} }) },
      { "deno.lock": lock({ version: "4" }) },
      { "deno.json": config({ lock: false }) },
      { "deno.json": config({ scopes: { "./": { c: "jsr:@c/c@1" } } }) },
      { "deno.json": config({ compilerOptions: { types: ["npm:c@1"] } }) },
      { "package.json": '{"dependencies":{"c":"1"}}' },
      { "package.json": '{"dependencies":{"@a/b":"2"}}' },
      { "package.json": '{"devDependencies":{"c":"1"}}' },
      { "package.json": '{"optionalDependencies":{"c":"1"}}' },
      { "deno.json": config({ workspace: ["./m"] }) },
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

Deno.test("a lock file that would have Deno ask the folder's own registry is not used", async () => {
  const files = (lock: unknown, npmrc: string) => ({
    ".npmrc": npmrc,
    "package.json": '{"dependencies":{"a":"1"}}',
    "deno.lock": JSON.stringify(lock),
  });
  const own = "registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=${A}";
  const stale = { version: "5" };
  const current = {
    version: "5",
    specifiers: { "npm:a@1": "1.0.0" },
    npm: { "a@1.0.0": {} },
    workspace: { packageJson: { dependencies: ["npm:a@1"] } },
  };
  deepStrictEqual(await flagsOf(files(stale, own)), [NONE, "--no-lock"]);
  deepStrictEqual(await flagsOf(files(current, own)), [NONE]);
  deepStrictEqual(await flagsOf(files(stale, "save-exact=true")), [NONE]);
  const { "deno.lock": _, ...without } = files(stale, own);
  deepStrictEqual(await flagsOf(without), [NONE]);
  const workspace = { "deno.json": '{"workspace":["./m"]}' };
  deepStrictEqual(await flagsOf({ ...files(current, own), ...workspace }), [
    ...[NONE, "--no-lock"],
  ]);
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

Deno.test({
  name: "in a folder that can't be written, the lock file is a copy's or none",
  // Who may write everywhere is refused nowhere.
  ignore: Deno.uid() === 0,
  async fn() {
    const top = await Deno.realPath(await Deno.makeTempDir());
    const folder = join(top, "read-only");
    try {
      await Deno.mkdir(folder);
      await Deno.writeTextFile(join(folder, "deno.json"), "{}");
      const lockFlags = async () => {
        await Deno.chmod(folder, 0o555);
        const { flags: [_, ...rest] } = await projectOf({
          folder,
          isRestricted: false,
          fallback: { config: "/c/deno.json", lock: "/c/deno.lock" },
          cache: join(top, "cache"),
        });
        await Deno.chmod(folder, 0o755);
        return rest;
      };
      deepStrictEqual(await lockFlags(), ["--no-lock"]);
      await Deno.writeTextFile(join(folder, "deno.lock"), '{"version":"5"}');
      const [flag, path, frozen] = await lockFlags();
      deepStrictEqual([flag, frozen], ["--lock", "--frozen=false"]);
      strictEqual(dirname(path), join(top, "cache", "locks"));
      const config = JSON.stringify({ lock: { frozen: true } });
      await Deno.writeTextFile(join(folder, "deno.json"), config);
      deepStrictEqual(await lockFlags(), []);
    } finally {
      await Deno.remove(top, { recursive: true });
    }
  },
});
