/** Where errors are said to be. */

import { check } from "../../harness/check.ts";

Deno.test("errors keep their line and column", () =>
  check([
    [
      "first line",
      ["null.x"],
      "TypeError: Cannot read properties of null (reading 'x') @ 1:6",
    ],
    [
      "after await",
      ["let z1 = await 1; null.x"],
      "TypeError: Cannot read properties of null (reading 'x') @ 1:24",
    ],
    [
      "in await",
      ["await (() => { null.x })()"],
      "TypeError: Cannot read properties of null (reading 'x') @ 1:21",
    ],
    [
      "function",
      ["\n\nfunction z2() {\n  null.x }\n z2()"],
      "TypeError: Cannot read properties of null (reading 'x') @ 4:8",
    ],
    [
      "types",
      ["const z3: Record<string, number> = null!; z3.x"],
      "TypeError: Cannot read properties of null (reading 'x') @ 1:46",
    ],
    [
      "CR LF",
      ["1\r\n\r\nnull.x"],
      "TypeError: Cannot read properties of null (reading 'x') @ 3:6",
    ],
    [
      "line separator",
      ["'\u2028'; null.x"],
      "TypeError: Cannot read properties of null (reading 'x') @ 1:11",
    ],
    [
      "V8's own",
      ["1;\n\n  let r = /(/"],
      "SyntaxError: Invalid regular expression: /(/: Unterminated group @ 3:11",
    ],
  ]));
