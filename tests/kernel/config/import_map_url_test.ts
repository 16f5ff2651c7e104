import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { importMapUrl } from "../../../kernel/config/import_map_url.ts";

async function importsOf(text: string): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    const config = join(folder, "deno.json");
    await Deno.writeTextFile(config, text);
    const map = await (await fetch(await importMapUrl(config))).text();
    const base = pathToFileURL(folder).href;
    return JSON.parse(map.replaceAll(base, "CHECKOUT")).imports;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("importMapUrl() gives names what they stand for in the configuration", async () => {
  const imports = {
    mine: "./lib/mod.ts",
    "@a/b": "npm:@a/b@1",
    "c/": "npm:/c@2/",
  };
  deepStrictEqual(await importsOf(JSON.stringify({ imports })), {
    mine: "CHECKOUT/lib/mod.ts",
    "@a/b": "npm:@a/b@1",
    "@a/b/": "npm:/@a/b@1/",
    "c/": "npm:/c@2/",
  });
});

Deno.test("importMapUrl() gives no names, of what can't be read", async () => {
  deepStrictEqual(await importsOf("{ no json"), {});
});
