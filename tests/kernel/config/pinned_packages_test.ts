import { deepStrictEqual } from "node:assert/strict";
import { pinnedPackages } from "../../../kernel/config/pinned_packages.ts";

const CONFIG = `{
  // with a comment, as deno.jsonc has them
  "imports": {
    "@scope/name": "npm:@scope/name@4.22.0",
    "plain": "npm:plain@1.2.3-rc.1",
    "deep": "npm:/deep@2.0.0/file.js",
    "floating": "npm:floating",
    "local": "./mod.ts",
    "unused": "npm:unused@9.9.9"
  }
}`;

Deno.test("pinnedPackages() takes the versions of what is imported", () => {
  const sources = [
    'import * as a from "@scope/name";\nimport b from "plain";',
    'const c = await import("deep");\nimport "floating"; import "local";',
    'import d from "elsewhere"; import e from "./file.ts"; `from "unused"`',
  ];
  deepStrictEqual(pinnedPackages(CONFIG, sources), {
    "@scope/name": "4.22.0",
    deep: "2.0.0",
    plain: "1.2.3-rc.1",
  });
});

Deno.test("pinnedPackages() finds none in a config without imports or broken", () => {
  const sources = ['import "plain";'];
  deepStrictEqual(pinnedPackages("{}", sources), {});
  deepStrictEqual(pinnedPackages("{{", sources), {});
});
