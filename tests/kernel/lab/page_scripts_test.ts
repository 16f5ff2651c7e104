import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { pageScripts } from "../../../kernel/lab/page_scripts.ts";

Deno.test("pageScripts() stand alone, and the policy allows these only", () => {
  const { html, sources } = pageScripts();
  const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)]
    .map(([, text]) => text);
  strictEqual(scripts.length, 2);
  const hashes = scripts.map((text) =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`
  );
  deepStrictEqual(sources.split(" "), hashes);
  ok(!/^(import|export)\b/m.test(scripts[1]), "a module that imports");
});
