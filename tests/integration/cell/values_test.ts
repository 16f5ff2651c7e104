/** What a cell gives. */

import { check } from "../../harness/check.ts";

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
    ["if", ["if (true) 5"], 5],
    ["block", ["{ 5; }"], 5],
    ["var", ["var v2 = 5"], undefined],
    ["function", ["5; function v3() {}"], undefined],
    ["class", ["5; class V4 {}"], undefined],
    ["await", ["await Promise.resolve(7)"], 7],
    ["type after it", ["8; type V5 = number"], undefined],
    ["directive", ['"use strict"'], "use strict"],
    ["object", ["{a: 1}.a"], 1],
    ["object with semicolon", ["JSON.stringify({a: 1});"], '{"a":1}'],
    ["block that is no object", ["{ const a = 1; a }"], 1],
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

Deno.test("a statement has the value that V8 gives it", () => {
  const plain = [
    ...["if (true) { 5 }", "if (false) 5", "if (false) 5; else 6"],
    ...["if (false) 5\nelse if (true) 6", "if (true) if (false) 5; else 6"],
    ...["if (true) {}", "if (true) { 5; if (false) 6 }", "if (true) { 5; {} }"],
    ...["if (true) { 5; let a = 6 }", "{ 5; function f() {} }", "{ 5; ; }"],
    ...["for (let i = 0; i < 3; i++) i", "for (let i = 0; i < 3; i++);"],
    ...["for (const x of [1, 2]) x * 10", "for (const x of []) x"],
    ...["for (const k in { a: 1 }) k", "for (const x of [1, 2]) if (x < 2) x"],
    ...["for (const x of [1, 2]) { x; if (x > 1) break; 9 }"],
    ...["for (const x of [1, 2]) { x; for (const y of []) y }"],
    ...["for (const x of [1, 2]) { x; continue; }"],
    ...["let i = 0; while (i < 3) i++", "let i = 0; do i++; while (i < 3)"],
    ...["let i = 0; do { i++; break } while (i < 3)"],
    ...["a: for (const x of [1, 2]) { for (;;) { x; continue a } }"],
    ...["a: { 5; break a; 6 }", "a: b: for (;;) { 7; break a }", "a: 5"],
    ...["a: if (true) 5", "{ 5; a: for (const x of []) x }"],
    ...["try { 5 } finally { 6 }", "try { 5; throw 1 } catch { }"],
    ...["try { throw 5 } catch (e) { e + 1 }", "try { 5 } catch { 6 }"],
    ...["try { throw 1 } catch { 6 } finally { 7 }", "try { } finally { 7 }"],
    ...["switch (1) { case 1: 5; case 2: 6; break; default: 7 }"],
    ...["switch (3) { case 1: 5 }", "switch (3) { case 1: 5; default: { 7 } }"],
    ...["{ let a = 1; a++; a }", "{ const f = () => { 5 }; f() }"],
    ...["if (true) (class { static { 5 } }).name"],
    ...["if (true) { 5\n[6] }", "if (true) ({ a: 1 }).a", "{ 5; var b = 6 }"],
  ];
  return check(plain.map((text) => {
    return [text, [text], (0, eval)(`"use strict"; void 0; ${text}`)];
  }));
});

Deno.test("a statement's value may be awaited, typed or disposed of", () =>
  check([
    ["await", ["if (await true) { await Promise.resolve(5) }"], 5],
    ["for await", ["for await (const x of [1, 2]) await x"], 2],
    ["as", ["if (true) { 5 as number }"], 5],
    ["satisfies", ["if (true) 5 satisfies number\nelse 6"], 5],
    ["enum", ["if (true) { enum E { A = 5 } E.A }"], 5],
    ["decorator", [
      "const d = (c: any) => c; { @d class A { a = 5 } new A().a }",
    ], 5],
    ["using", ["using u = { [Symbol.dispose]() {} }; if (true) 5"], 5],
    ["var in it", ["if (true) { var s1 = 5; s1 }", "s1"], 5],
    ["type after it", ["if (true) 5\ntype S2 = 1"], undefined],
    [
      "const",
      ["const s3 = 1", "if (true) { s3 = 2 }"],
      "TypeError: Assignment to constant variable. @ 1:16",
    ],
  ]));
