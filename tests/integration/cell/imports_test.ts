/** Imports and exports of cells. */

import { check } from "../../harness/check.ts";

Deno.test("imports bind as in a module", () =>
  check([
    ["named", ["import { join } from 'node:path'", "join('a', 'b')"], "a/b"],
    ["default", ["import path from 'node:path'", "path.sep"], "/"],
    [
      "both",
      ["import p1, { sep as s1 } from 'node:path'", "p1.sep + s1"],
      "//",
    ],
    ["namespace", ["import * as p2 from 'node:path'", "p2.sep"], "/"],
    ["default and namespace", [
      "import p3, * as p4 from 'node:path'",
      "p3.sep + p4.sep",
    ], "//"],
    [
      "default by name",
      ["import { default as p5 } from 'node:path'; p5.sep"],
      "/",
    ],
    ["side effect", ["import 'node:path'; 1"], 1],
    [
      "no default",
      ["1\nimport p8 from './module.ts'"],
      "SyntaxError: The module './module.ts' has no default export; `import * as name` takes all it exports @ 2:1",
    ],
    ["type", ["import type { Foo } from './missing.ts'; 1"], 1],
    [
      "inline type",
      ["import { type Foo, sep as s2 } from 'node:path'; s2"],
      "/",
    ],
    ["unknown name", ["import { Foo, sep as s3 } from 'node:path'; s3"], "/"],
    ["require", ["import p6 = require('node:path'); p6.sep"], "/"],
    ["relative", [
      "import { value } from './module.ts'; value",
    ], 1],
    ["attributes", [
      "import data from './data.json' with { type: 'json' }; data.a",
    ], 1],
    ["below its use", ["p7.sep\nimport p7 from 'node:path'\np7.sep"], "/"],
    ["dynamic", ["(await import('node:path')).sep"], "/"],
    ["meta", ["typeof import.meta.url"], "string"],
    ["export from", [
      "export * from 'node:path'; export { sep } from 'node:path'; 1",
    ], 1],
    ["export list", ["const e1 = 1; export { e1 as e2 }", "e1"], 1],
    ["export as namespace", ["export as namespace E2; 2"], 2],
    ["export const", ["export const e3 = 3", "e3"], 3],
    ["several lines", [
      "import {\n  join,\n  sep,\n} from 'node:path'\nthrow new Error('here')",
    ], "Error: here @ 5:7"],
  ]));
