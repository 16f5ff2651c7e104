import { deepStrictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { specifiers } from "../../../kernel/config/specifiers.ts";

const MANIFESTS = {
  "dates/1.9.0": { exports: { ".": "./a.js", "./old": "./o.js" } },
  "dates/2.9.0": { exports: { ".": "./a.js", "./add": "./b.js" } },
  "dates/2.10.0": {
    exports: { ".": "./a.js", "./add": "./b.js", "./locale": "./l.js" },
  },
  "@scope/files/3.0.0": {},
};

const IMPORTS = {
  dates: "npm:dates@^2.1.0",
  exact: "npm:dates@2.9.0",
  other: "npm:dates",
  "@scope/files": "npm:/@scope/files@3",
  gone: "npm:gone@1",
};

Deno.test("cachedPackage() finds what a package of Deno's cache exports", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thaw-" });
  try {
    const cache = join(folder, "cache");
    const put = (name: string, value: unknown) => {
      const path = join(cache, "npm", "registry.example", name);
      Deno.mkdirSync(dirname(path), { recursive: true });
      Deno.writeTextFileSync(path, JSON.stringify(value));
    };
    for (const [name, manifest] of Object.entries(MANIFESTS)) {
      put(`${name}/package.json`, manifest);
    }
    put("dates/registry.json", {});
    put("@scope/files/3.0.0/lib/one.js", "");
    const config = join(folder, "deno.json");
    Deno.writeTextFileSync(config, JSON.stringify({ imports: IMPORTS }));
    const below = (name: string) =>
      specifiers(name, { folder, config, cache })
        .filter((one) => one.startsWith(name));
    deepStrictEqual(below("dates/"), ["dates/add", "dates/locale"]);
    deepStrictEqual(below("exact/"), ["exact/add"]);
    deepStrictEqual(below("other/l"), ["other/locale"]);
    deepStrictEqual(below("npm:dates@1/"), ["npm:dates@1/old"]);
    deepStrictEqual(below("npm:/dates@2.9.0/a"), ["npm:/dates@2.9.0/add"]);
    deepStrictEqual(below("@scope/files/l"), ["@scope/files/lib/"]);
    deepStrictEqual(below("npm:@scope/files@3/lib/"), [
      "npm:@scope/files@3/lib/one.js",
    ]);
    deepStrictEqual(below("gone/"), []);
    deepStrictEqual(below("npm:gone@1/"), []);
    deepStrictEqual(below("unnamed/"), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
