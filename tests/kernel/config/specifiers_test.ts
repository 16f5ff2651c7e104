import { deepStrictEqual, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { specifiers } from "../../../kernel/config/specifiers.ts";

async function withProject(test: (folder: string) => void) {
  const folder = await Deno.makeTempDir({ prefix: "thaw-" });
  try {
    await Deno.mkdir(join(folder, "inner"));
    for (const name of ["a.ts", "b.txt", ".hidden.ts", "inner/c.json"]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    await Deno.writeTextFile(
      join(folder, "deno.jsonc"),
      '{ // bare names\n "imports": { "lib/": "./lib/", "tf": "npm:tf", } }',
    );
    test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function settingsIn(folder: string) {
  const config = join(folder, "deno.jsonc");
  return { folder, config, cache: join(folder, "cache") };
}

Deno.test("specifiers() lists modules and folders", () =>
  withProject((folder) => {
    const settings = settingsIn(folder);
    deepStrictEqual(specifiers("./", settings).sort(), [
      "./a.ts",
      "./inner/",
    ]);
    deepStrictEqual(specifiers("./inner/x", settings), ["./inner/c.json"]);
    deepStrictEqual(specifiers("./none/", settings), []);
  }));

Deno.test("specifiers() takes bare names from the config", () =>
  withProject((folder) => {
    const settings = settingsIn(folder);
    const found = specifiers("", settings);
    for (const name of ["lib/", "tf", "node:fs", "./"]) {
      ok(found.includes(name), name);
    }
    ok(!found.includes("fs"));
  }));

Deno.test("specifiers() lists what lies in a folder that has a name", () =>
  withProject((folder) => {
    const config = join(folder, "named.json");
    const imports = {
      ...{ "@/": "./", "a": "npm:a@1", "b": "jsr:@b/b@2" },
      ...{ "c/": "npm:/@c/c@3/" },
    };
    Deno.writeTextFileSync(config, JSON.stringify({ imports }));
    const settings = { ...settingsIn(folder), config };
    ok(specifiers("@/", settings).includes("@/a.ts"));
    ok(specifiers("@/inner/", settings).includes("@/inner/c.json"));
    deepStrictEqual(specifiers("npm:", settings), [
      ...["npm:a@1", "jsr:@b/b@2", "npm:@c/c@3"],
    ]);
  }));

Deno.test("specifiers() lists what an installed package exports", () =>
  withProject((folder) => {
    const put = (name: string, text: string) => {
      const path = join(folder, "node_modules", name);
      Deno.mkdirSync(dirname(path), { recursive: true });
      Deno.writeTextFileSync(path, text);
    };
    const exports = { ".": "./a.js", "./client": "./c.js", "./x/*": "./*" };
    put("@a/b/package.json", JSON.stringify({ exports }));
    put("whole/package.json", JSON.stringify({ exports: "./a.js" }));
    put("old/package.json", "{}");
    put("old/lib/one.js", "");
    put("broken/package.json", "{");
    const settings = { ...settingsIn(folder), folder: join(folder, "inner") };
    const below = (name: string) =>
      specifiers(name, settings).filter((one) => one.startsWith(name));
    deepStrictEqual(below("@a/b/"), ["@a/b/client"]);
    deepStrictEqual(below("whole/"), []);
    deepStrictEqual(below("old/lib/"), ["old/lib/one.js"]);
    deepStrictEqual(below("broken/"), []);
    deepStrictEqual(below("none/"), []);
  }));
