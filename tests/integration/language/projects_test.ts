/** Types follow the configuration that is nearest to the notebook. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LanguageService } from "../../../kernel/language/language_service.ts";
import { AskedKernel } from "./asked_kernel.ts";

/** What is offered after the dot, or in the string. */
async function offers(
  kernel: AskedKernel,
  rows: [code: string, offered: string][],
) {
  const missing: string[] = [];
  for (const [code, offered] of rows) {
    const { matches } = await kernel.complete(code);
    if (!matches.includes(offered)) {
      missing.push(`${code} ${matches.slice(0, 5)}`);
    }
  }
  deepStrictEqual(missing, []);
}

Deno.test("types follow the import map and the options of deno.json", async () => {
  await using kernel = await AskedKernel.start({
    "deno.json": `{
      // A comment.
      "imports": {
        "validator": "npm:ajv@8.20.0",
        "src/": "./src/",
        "one": "./src/one.ts"
      },
      "compilerOptions": { "noImplicitAny": true, "lib": ["deno.window", "dom"] }
    }`,
    "src/one.ts": 'import { Ajv } from "validator";\n' +
      "export const one = { first: new Ajv() };\n",
  });
  await offers(kernel, [
    ["import { Ajv } from 'validator'; new Ajv().", "compile"],
    ["import { one } from 'one'; one.", "first"],
    ["import { one } from 'one'; one.first.", "compile"],
    ["import { one } from 'src/one.ts'; one.", "first"],
    ["import { one } from './src/one.ts'; one.", "first"],
    ["import * as v from 'npm:ajv@8'; v.", "Ajv"],
    ["document.", "querySelector"],
    ["import fs from 'node:fs'; fs.", "readFileSync"],
    ["Deno.", "readTextFile"],
    ["import x from 'val‸'", "validator"],
  ]);
  // Nothing was written beside the notebook.
  const left = [...Deno.readDirSync(kernel.folder)].map(({ name }) => name);
  deepStrictEqual(left.sort(), ["deno.json", "src"]);
});

Deno.test("types follow package.json and what is installed beside it", async () => {
  await using kernel = await AskedKernel.start({
    "package.json": '{ "dependencies": { "ajv": "8.20.0", "own": "1.0.0" } }',
    "node_modules/own/package.json": '{ "name": "own", "version": "1.0.0", ' +
      '"exports": { ".": { "types": "./types.d.ts", "default": "./own.js" } } }',
    "node_modules/own/types.d.ts":
      'import { kept } from "kept";\nexport declare const own: { here: typeof kept };\n',
    "node_modules/own/own.js": "export const own = { here: 1 };\n",
    "node_modules/kept/package.json":
      '{ "name": "kept", "version": "1.0.0", "types": "./kept.d.ts" }',
    "node_modules/kept/kept.d.ts":
      "export declare const kept: { deeper: string };\n",
  });
  await offers(kernel, [
    ["import { own } from 'own'; own.", "here"],
    ["import { own } from 'own'; own.here.", "deeper"],
  ]);
});

Deno.test("types follow package.json without a node_modules", async () => {
  await using kernel = await AskedKernel.start({
    "package.json": '{ "dependencies": { "ajv": "^8.20.0" } }',
  });
  await offers(kernel, [
    ["import { Ajv } from 'ajv'; new Ajv().", "compile"],
    ["import 'aj‸'", "ajv"],
  ]);
  const left = [...Deno.readDirSync(kernel.folder)].map(({ name }) => name);
  ok(!left.includes("node_modules"), left.join());
});

Deno.test("a configuration that is no JSON costs no types but its own", async () => {
  await using kernel = await AskedKernel.start({
    "near.ts": "export const a = { b: 1 };",
  });
  Deno.writeTextFileSync(`${kernel.folder}/deno.json`, "{ no JSON");
  await offers(kernel, [
    ["let s: { only: 1 }; s.", "only"],
    ["import { a } from './near.ts'; a.", "b"],
  ]);
});

Deno.test("a module that is edited has its new types", async () => {
  await using kernel = await AskedKernel.start({
    "near.ts": "export const near = { before: 1 };",
  });
  const code = "import { near } from './near.ts'; near.";
  await offers(kernel, [[code, "before"]]);
  Deno.writeTextFileSync(
    `${kernel.folder}/near.ts`,
    "export const near = { after: 1, more: 2 };",
  );
  await offers(kernel, [[code, "after"]]);
});

Deno.test("Deno is asked for imports once, not at each key", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thaw-once-" });
  Deno.writeTextFileSync(join(folder, "near.ts"), "export const near = 1;");
  const path = (name: string) =>
    fileURLToPath(new URL(`../../../${name}`, import.meta.url));
  const service = new LanguageService({
    folder,
    fallback: { config: path("deno.json"), lock: path("deno.lock") },
    caches: { thaw: folder, deno: folder },
  });
  const code = "import { near } from './near.ts'; near.";
  ok((await service.complete(code, code.length)).length > 0);
  const [project] = [...Deno.readDirSync(join(folder, "types"))];
  const asked = join(folder, "types", project.name, "imports.ts");
  const before = Deno.statSync(asked).mtime!.getTime();
  for (let at = 0; at < 3; at++) {
    await service.complete(`${code} `, code.length);
    await service.complete(code, code.length);
  }
  strictEqual(Deno.statSync(asked).mtime!.getTime(), before);
  await service.close();
  await Deno.remove(folder, { recursive: true });
});
