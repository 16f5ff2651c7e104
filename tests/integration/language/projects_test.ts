/** Types follow the configuration that is nearest to the notebook. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LanguageService } from "../../../kernel/language/language_service.ts";
import { AskedKernel } from "../../harness/asked_kernel.ts";

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

/**
 * Fills Deno's cache, from which types of packages come. The checkout's lock
 * file alone brings the package, and not what the registry says of it.
 */
async function cacheAjv() {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--no-config", "--no-lock", "--quiet", "npm:ajv@8.20.0"],
  }).output();
  ok(success);
}

Deno.test("types follow the import map and the options of deno.json and its workspace", async (t) => {
  await cacheAjv();
  await using kernel = await AskedKernel.start({
    "deno.json": `{
      // A comment.
      "workspace": ["./one", "./two"],
      "imports": { "validator": "npm:ajv@8.20.0" },
      "compilerOptions": { "lib": ["deno.window", "dom"] }
    }`,
    "one/deno.json": '{ "name": "@my/one", "exports": "./one.ts" }',
    "one/one.ts": "export const member = { other: 1 };\n",
    "two/deno.json": `{
      "imports": { "src/": "./src/", "one": "./src/one.ts" },
      "compilerOptions": { "noImplicitAny": true }
    }`,
    "two/src/one.ts": 'import { Ajv } from "validator";\n' +
      "export const one = { first: new Ajv() };\n",
  }, "two");

  await t.step("as they are written", async () => {
    await offers(kernel, [
      ["import { Ajv } from 'validator'; new Ajv().", "compile"],
      ["import { one } from 'one'; one.", "first"],
      ["import { one } from 'one'; one.first.", "compile"],
      ["import { one } from 'src/one.ts'; one.", "first"],
      ["import { one } from './src/one.ts'; one.", "first"],
      ["import { member } from '@my/one'; member.", "other"],
      ["import { member } from '../one/one.ts'; member.", "other"],
      ["import * as v from 'npm:ajv@8'; v.", "Ajv"],
      ["document.", "querySelector"],
      ["import fs from 'node:fs'; fs.", "readFileSync"],
      ["Deno.", "readTextFile"],
      ["import x from 'val‸'", "validator"],
      ["import x from '@my‸'", "@my/one"],
      ["import x from 'src/‸'", "src/one.ts"],
    ]);
    // Nothing was written beside the notebook.
    const left = [...Deno.readDirSync(kernel.folder)].map(({ name }) => name);
    deepStrictEqual(left.sort(), ["deno.json", "one", "two"]);
  });

  await t.step("as they are after an edit", async () => {
    const code = "import { one } from 'one'; one.";
    Deno.writeTextFileSync(
      join(kernel.folder, "two/src/one.ts"),
      "export const one = { after: 1, more: 2 };",
    );
    await offers(kernel, [[code, "after"]]);
  });
});

/** Who makes elements, and has their types. */
const JSX = "/** @jsxImportSource own */\n";

Deno.test("types follow package.json, tsconfig.json and what is installed", async () => {
  await using kernel = await AskedKernel.start({
    "package.json": '{ "dependencies": { "ajv": "8.20.0", "own": "1.0.0" }, ' +
      '"imports": { "#near": "./near.ts" } }',
    "near.ts": "export const near = { nearest: 1 };\n",
    "tsconfig.json": '{ "extends": "./base" }',
    "base.json": '{ "compilerOptions": { "lib": ["esnext", "dom"] } }',
    "node_modules/own/jsx-runtime.d.ts": `export namespace JSX {
      interface IntrinsicElements { blockquote: { cite?: string } }
    }`,
    "node_modules/own/package.json": '{ "name": "own", "version": "1.0.0", ' +
      '"exports": { ".": { "types": "./types.d.ts", "default": "./own.js" }, ' +
      '"./jsx-runtime": { "types": "./jsx-runtime.d.ts" } } }',
    "node_modules/own/types.d.ts":
      'import { kept } from "kept";\nexport declare const own: { here: typeof kept };\n',
    "node_modules/own/own.js": "export const own = { here: 1 };\n",
    "node_modules/kept/package.json":
      '{ "name": "kept", "version": "1.0.0", "types": "./kept.d.ts" }',
    "node_modules/kept/kept.d.ts":
      "export declare const kept: { deeper: string };\n",
    "node_modules/@me/plain/package.json":
      '{ "name": "@me/plain", "version": "1.0.0", "main": "plain.js" }',
    "node_modules/@me/plain/plain.js": "exports.plain = (a) => a;\n",
    "node_modules/@types/me__plain/package.json":
      '{ "name": "@types/me__plain", "version": "1.0.0", "types": "a.d.ts" }',
    "node_modules/@types/me__plain/a.d.ts":
      "export declare function plain(a: number): { typed: number };\n",
  });
  await offers(kernel, [
    ["import { own } from 'own'; own.", "here"],
    ["import { own } from 'own'; own.here.", "deeper"],
    ["import { near } from '#near'; near.", "nearest"],
    ["import { plain } from '@me/plain'; plain(1).", "typed"],
    ["document.", "querySelector"],
    [`${JSX}const e = <bl`, "blockquote"],
    [`${JSX}const e = <blockquote ci`, "cite"],
    [`${JSX}const e = <blockquote><bl‸ /></blockquote>`, "blockquote"],
  ]);
});

Deno.test("types follow package.json without a node_modules", async () => {
  await cacheAjv();
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
