import { strictEqual } from "node:assert/strict";
import { murmur2 } from "../../../kernel/debug/murmur2.ts";

Deno.test("murmur2() gives what JupyterLab's own gives", () => {
  // By `hash.js` of @jupyterlab/debugger 4.6.4.
  strictEqual(murmur2("const a = 1;\na + 1", 0), 3481152093);
  strictEqual(murmur2("héllo ∀", 7), 1174012303);
  strictEqual(murmur2("", 0), 0);
});

Deno.test("murmur2() takes each length of the rest into account", () => {
  const hashes = ["abcd", "abcde", "abcdef", "abcdefg"]
    .map((text) => murmur2(text, 0xc70f6907));
  strictEqual(new Set(hashes).size, 4);
});
