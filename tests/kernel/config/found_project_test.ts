import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { foundProject } from "../../../kernel/config/found_project.ts";
import { writeFiles } from "../../harness/hostile_folders.ts";

/** What holds in the folder `a/b` of a folder with these files. */
async function found(files: Record<string, unknown>): Promise<string[]> {
  const top = await Deno.realPath(await Deno.makeTempDir());
  try {
    const texts = Object.entries(files)
      .map(([path, content]) => [path, JSON.stringify(content)]);
    await writeFiles(top, { ...Object.fromEntries(texts), "a/b/x.ts": "" }, "");
    const { config, manifest } = await foundProject(join(top, "a/b")) ?? {};
    return [config, manifest].filter((path) => path !== undefined)
      .map((path) => path.slice(top.length + 1));
  } finally {
    await Deno.remove(top, { recursive: true });
  }
}

Deno.test("foundProject() takes what lies in the nearest folder", async () => {
  deepStrictEqual(await found({}), []);
  deepStrictEqual(await found({ "deno.json": {}, "package.json": {} }), [
    "deno.json",
    "package.json",
  ]);
  deepStrictEqual(await found({ "a/deno.json": {}, "package.json": {} }), [
    "a/deno.json",
  ]);
  deepStrictEqual(await found({ "deno.json": {}, "a/package.json": {} }), [
    "a/package.json",
  ]);
});

Deno.test("foundProject() takes those of the workspace that names the folder", async () => {
  const both = ["a/deno.json", "package.json"];
  for (const workspace of [["./a"], ["a/"], ["*"], { members: ["./*"] }]) {
    deepStrictEqual(
      await found({
        "deno.json": { workspace },
        "package.json": {},
        "a/deno.json": {},
      }),
      both,
    );
  }
  const other = { "deno.json": { workspace: ["./c"] }, "package.json": {} };
  deepStrictEqual(await found({ ...other, "a/deno.json": {} }), [
    "a/deno.json",
  ]);
  const own = { "a/deno.json": { workspace: ["./b"] }, "package.json": {} };
  deepStrictEqual(
    await found({ ...own, "deno.json": { workspace: ["./a"] } }),
    ["a/deno.json"],
  );
  // Members of npm's have a package.json.
  const npm = { "deno.json": {}, "package.json": { workspaces: ["a"] } };
  deepStrictEqual(await found({ ...npm, "a/deno.json": {} }), ["a/deno.json"]);
  deepStrictEqual(await found({ ...npm, "a/package.json": {} }), [
    "deno.json",
    "a/package.json",
  ]);
});
