/** What a cell gives. */

import { check } from "./check.ts";

Deno.test("the value of the last expression is the result", () =>
  check([
    ["number", ["1 + 1"], 2],
    ["semicolon", ["3;"], 3],
    ["semicolons", ["3;;\n;"], 3],
    ["comment", ["4 // four"], 4],
    ["block comment", ["4; /* four\n */"], 4],
    ["empty", [""], undefined],
    ["comment alone", ["// nothing"], undefined],
    ["declaration", ["5; let v1 = 6"], undefined],
    ["if", ["if (true) 5"], undefined],
    ["block", ["{ 5; }"], undefined],
    ["var", ["var v2 = 5"], undefined],
    ["function", ["5; function v3() {}"], undefined],
    ["class", ["5; class V4 {}"], undefined],
    ["await", ["await Promise.resolve(7)"], 7],
    ["type after it", ["8; type V5 = number"], undefined],
    ["directive", ['"use strict"'], "use strict"],
    ["object", ["{a: 1}.a"], 1],
    ["object with semicolon", ["JSON.stringify({a: 1});"], '{"a":1}'],
    ["block that is no object", ["{ const a = 1; a }"], undefined],
    ["assignment in braces", ["let v6; { v6 = 9 }", "v6"], 9],
    ["export default", ["export default 4 + 5"], 9],
    ["export default object", ["export default { a: 1 }"], "Object"],
    ["export default with a type", ["export default 9 as number\n"], 9],
    ["hashbang", ["#!/usr/bin/env deno\n10"], 10],
    ["byte order mark", ["\uFEFF11"], 11],
    ["CR LF", ["12\r\n+ 1\r\n"], 13],
    ["line separator", ["'a\u2028'.length;\u2028 14"], 14],
    ["emoji", ["'👩‍👩‍👧'.length"], 8],
    ["this", ["this === globalThis"], true],
  ]));

Deno.test("a brace at the start is an object where it can be one", () =>
  check([
    ["one", ["{a: 1}"], "Object"],
    ["shorthand", ["let b1 = 1", "{b1}"], "Object"],
    ["comments", ["// x\n/* y */ {a: 1} // z"], "Object"],
    ["semicolon", ["{a: 1};"], "Object"],
    ["empty", ["{}"], "Object"],
    ["two", ["{a: 1, b: {c: 2}}.b.c"], 2],
  ]));
