import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ImportMap } from "../../../kernel/config/import_map.ts";

/**
 * What names stand for in the folder `within` of a folder with these files,
 * whose own address is left out.
 */
async function resolved(
  names: string[],
  files: Record<string, unknown>,
  { within = ".", config = "deno.json" } = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      await Deno.mkdir(join(path, ".."), { recursive: true });
      await Deno.writeTextFile(path, JSON.stringify(content));
    }
    const here = join(folder, within);
    const map = new ImportMap(here, config ? join(here, config) : undefined);
    const start = pathToFileURL(folder).href;
    return names.map((name) => map.resolve(name)?.replace(start, ""));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ImportMap takes names, folders and what is below a package", async () => {
  const imports = { "a": "npm:a@1", "@/": "./src/", "@/deep/": "./deep/" };
  deepStrictEqual(
    await resolved(
      ["a", "a/sub", "ab", "@/x.ts", "@/deep/y.ts", "none", "./x.ts"],
      { "deno.json": { imports } },
    ),
    [
      ...["npm:a@1", "npm:a@1/sub", undefined, "/src/x.ts", "/deep/y.ts"],
      ...[undefined, undefined],
    ],
  );
});

Deno.test("ImportMap takes a file of its own, with scopes", async () => {
  deepStrictEqual(
    await resolved(["a", "b"], {
      "deno.json": { importMap: "maps/map.json" },
      "maps/map.json": {
        imports: { a: "../outer.ts", b: "npm:b@1" },
        scopes: { "../": { a: "../scoped.ts" }, "../other/": { b: "./no.ts" } },
      },
    }),
    ["/scoped.ts", "npm:b@1"],
  );
});

Deno.test("ImportMap takes the workspace's names and members, the project's first", async () => {
  deepStrictEqual(
    await resolved(
      ["a", "b", "@my/one", "@my/one/sub", "@my/three"],
      {
        "deno.json": {
          workspace: ["./one", "./two", "more/*"],
          imports: { a: "npm:a@1", b: "npm:b@1" },
        },
        "one/deno.json": {
          name: "@my/one",
          exports: { ".": "./mod.ts", "./sub": "./sub.ts" },
        },
        "two/deno.json": { imports: { b: "./b.ts" } },
        "more/three/deno.jsonc": { name: "@my/three", exports: "./mod.ts" },
      },
      { within: "two" },
    ),
    [
      ...["npm:a@1", "/two/b.ts", "/one/mod.ts", "/one/sub.ts"],
      "/more/three/mod.ts",
    ],
  );
});

Deno.test("ImportMap takes package.json, also where there is no deno.json", async () => {
  const files = {
    "package.json": {
      dependencies: { a: "^1.2.0", local: "file:./x", a2: "workspace:*" },
      devDependencies: { b: "~2.0" },
      imports: {
        "#near": "./near.ts",
        "#lib/*": { browser: "./no/*", default: "./lib/*.ts" },
      },
    },
  };
  deepStrictEqual(
    await resolved(
      ["a", "a/sub", "local", "b", "#near", "#lib/x"],
      files,
      { config: "" },
    ),
    [
      ...["npm:a@^1.2.0", "npm:a@^1.2.0/sub", undefined, "npm:b@~2.0"],
      ...["/near.ts", "/lib/x.ts"],
    ],
  );
});

Deno.test("ImportMap makes do with what is no JSON, or no map", async () => {
  for (const wrong of ["{", [], { imports: 1 }, { imports: { a: 1 } }]) {
    deepStrictEqual(await resolved(["a"], { "deno.json": wrong }), [undefined]);
  }
});
