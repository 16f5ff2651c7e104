import { deepStrictEqual } from "node:assert/strict";
import { moduleGraph } from "../../../../kernel/language/project/module_graph.ts";

const packages = {
  "zod@3.1.0": {
    name: "zod",
    version: "3.1.0",
    dependencies: [],
    localPath: "/z",
  },
};

Deno.test("moduleGraph() gives what specifiers lead to, as they are written", () => {
  const { own, targets, remote, local } = moduleGraph({
    redirects: {
      "npm:zod@3/sub": "npm:/zod@3.1.0/sub",
      "https://x.y/a": "https://x.y/a@1.ts",
    },
    npmPackages: packages,
    modules: [
      {
        specifier: "file:///n/imports.ts",
        local: "/n/imports.ts",
        dependencies: [
          { specifier: "z/", code: { specifier: "npm:zod@3/sub" } },
          { specifier: "own", code: { specifier: "file:///n/own.ts" } },
          { specifier: "./near.ts", code: { specifier: "file:///n/own.ts" } },
          { specifier: "https://x.y/a", code: { specifier: "https://x.y/a" } },
          { specifier: "gone", code: { specifier: "file:///n/gone.ts" } },
          { specifier: "none", code: {} },
        ],
      },
      { specifier: "npm:/zod@3.1.0/sub", npmPackage: "zod@3.1.0" },
      {
        specifier: "file:///n/own.ts",
        local: "/n/own.ts",
        dependencies: [
          { specifier: "z", code: { specifier: "npm:zod@3/sub" } },
        ],
      },
      { specifier: "file:///n/gone.ts", error: "not there" },
      {
        specifier: "https://x.y/a@1.ts",
        local: "/deno/1",
        mediaType: "TypeScript",
      },
    ],
  }, "/n/imports.ts");
  deepStrictEqual([...targets.keys()], ["z"]);
  deepStrictEqual(Object.fromEntries(own), {
    "z/": { kind: "npm", id: "zod@3.1.0", subpath: "/sub" },
    own: { kind: "file", path: "/n/own.ts" },
    "https://x.y/a": {
      kind: "remote",
      url: "https://x.y/a@1.ts",
      path: "/deno/1",
      mediaType: "TypeScript",
    },
  });
  deepStrictEqual(remote.map(({ url }) => url), ["https://x.y/a@1.ts"]);
  deepStrictEqual(local, ["/n/own.ts", "/n/gone.ts"]);
});

Deno.test("moduleGraph() takes the types that a module names", () => {
  const { own } = moduleGraph({
    redirects: {},
    npmPackages: {},
    modules: [
      {
        specifier: "file:///n/imports.ts",
        local: "/n/imports.ts",
        dependencies: [{
          specifier: "https://x.y/a.js",
          code: { specifier: "https://x.y/a.js" },
          type: { specifier: "https://x.y/a.d.ts" },
        }],
      },
      { specifier: "https://x.y/a.js", local: "/1", mediaType: "JavaScript" },
      { specifier: "https://x.y/a.d.ts", local: "/2", mediaType: "Dts" },
    ],
  }, "/n/imports.ts");
  deepStrictEqual(own.get("https://x.y/a.js"), {
    kind: "remote",
    url: "https://x.y/a.d.ts",
    path: "/2",
    mediaType: "Dts",
  });
});
