/**
 * What compiled cells do in V8: each line is a notebook of its own names,
 * its cells in order and the value of the last.
 */

import { ok, rejects, strictEqual as equal } from "node:assert/strict";
import { type CellError, Notebook } from "./notebook.ts";

/** A notebook's cells, and what the last one gives or throws. */
type Case = [what: string, cells: string[], expected: unknown];

const DECLARATIONS: Record<string, string> = {
  const: "const NAME = 'const'",
  let: "let NAME = 'let'",
  var: "var NAME = 'var'",
  function: "function NAME() {}",
  generator: "async function* NAME() {}",
  class: "class NAME {}",
  enum: "enum NAME { A }",
  namespace: "namespace NAME { export const a = 1 }",
  import: "import { sep as NAME } from 'node:path'",
  using: "using NAME = { [Symbol.dispose]() {} }",
  pattern: "const { a: [NAME] } = { a: ['pattern'] }",
  nested: "{ var NAME = 'nested' }",
};

Deno.test("a cell redeclares any kind over any kind", async () => {
  await using notebook = await Notebook.start();
  let count = 0;
  for (const [first, before] of Object.entries(DECLARATIONS)) {
    for (const [second, after] of Object.entries(DECLARATIONS)) {
      const name = `name${count++}`;
      await notebook.run(before.replace("NAME", name));
      await notebook.run(after.replace("NAME", name));
      const value = await notebook.run(
        `typeof ${name} + (typeof ${name} === "string" ? ${name} : "")`,
      );
      const fresh = await notebook.run(
        `${after.replace("NAME", `fresh${count}`)}
         typeof fresh${count} + (typeof fresh${count} === "string" ? fresh${count} : "")`,
      );
      equal(value, fresh, `${second} over ${first}`);
    }
  }
});

async function check(cases: Case[]): Promise<void> {
  await using notebook = await Notebook.start();
  for (const [what, cells, expected] of cases) {
    let result: unknown;
    for (const [index, cell] of cells.entries()) {
      try {
        result = await notebook.run(cell);
      } catch (error) {
        const { message, place } = error as CellError;
        result = `${message} @ ${place}`;
        if (index < cells.length - 1) result = `cell ${index}: ${result}`;
      }
    }
    equal(`${what}: ${result}`, `${what}: ${expected}`);
  }
}

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

Deno.test("declarations outlive their cell", () =>
  check([
    ["let", ["let a1 = 1", "a1 += 1; a1"], 2],
    ["const", ["const a2 = [1]", "a2[0]"], 1],
    ["of itself", ["let a3 = 1", "let a3 = a3 + 1; a3"], 2],
    ["var in a block", ["if (true) { var a4 = 4 }", "a4"], 4],
    ["var of a loop", ["for (var a5 = 0; a5 < 3; a5++);", "a5"], 3],
    ["var of for-of", ["for (var a6 of [1, 2]);", "a6"], 2],
    ["var pattern of for-of", ["for (var {a7} of [{a7: 7}]);", "a7"], 7],
    ["var of for-in", ["for (var a8 in {k: 1});", "a8"], "k"],
    ["var named async", ["for (var async of [3]);", "async"], 3],
    ["var keeps its value", ["var a9 = 9", "var a9 = a9 || 1; a9"], 9],
    [
      "var is hoisted",
      ["let a10 = typeof a11; var a11 = 1", "a10"],
      "undefined",
    ],
    [
      "vars of one",
      ["var a12, a13 = 2, {a14} = {a14: 3}, a15", "a13 + a14"],
      5,
    ],
    ["var after a line", ["let a16 = 'x'\nvar [a17] = [1]", "a16 + a17"], "x1"],
    ["var before a line", ["var a28 = 1, a29\n(1, 2)\na28"], 1],
    ["var for an if", ["if (false) var a18; else var a19 = 1", "a19"], 1],
    [
      "var in catch",
      ["try { throw 1 } catch (a20) { var a20 = 2 }", "a20"],
      undefined,
    ],
    ["pattern", ["const {a21, ...a22} = {a21: 1, b: 2}", "a21 + a22.b"], 3],
    ["after a throw", ["throw 1; let a23 = 1", "let a23 = 3; a23"], 3],
    ["var after a throw", ["throw 1; let a24 = 1", "var a24 = 3; a24"], 3],
    ["var twice", ["var a25 = 1; var a25; a25"], 1],
    ["var and function", ["var a26; function a26() {} typeof a26"], "function"],
    [
      "let too early",
      ["a27; let a27 = 1"],
      "ReferenceError: a27 is not defined @ 1:1",
    ],
  ]));

Deno.test("functions exist before their cell runs", () =>
  check([
    ["before", ["f1(); function f1() { return 1 }", "f1()"], 1],
    ["last wins", [
      "function f2() { return 1 } function f2() { return 2 } f2()",
    ], 2],
    ["over an earlier", [
      "function f3() { return 1 }",
      "let f3a = f3(); function f3() { return 2 } f3a",
    ], 2],
    ["name", ["function f4() {} f4.name"], "f4"],
    ["async", ["async function f5() { return await 5 } await f5()"], 5],
    ["generator", ["function* f6() { yield 6 } [...f6()][0]"], 6],
    ["async generator", [
      "async function* f7() { yield await 7 } let f7a; for await (const x of f7()) f7a = x; f7a",
    ], 7],
    ["sees the later variable", [
      "function f8() { return f8a } let f8a = 8; f8()",
    ], 8],
    ["calls the new one", [
      "function f9() { return f9a() } function f9a() { return 1 }",
      "function f9a() { return 2 } f9()",
    ], 2],
    ["can be assigned", ["function f10() {} f10 = 5; f10"], 5],
    ["export", ["export function f11() { return 1 } f11()"], 1],
    [
      "export default",
      ["export default function f12() { return 1 }\nf12()"],
      1,
    ],
    ["overloads", [
      "function f13(a: string): void; function f13(a: unknown) { return a } f13(3)",
    ], 3],
    ["then an expression", ["let f14a = 1\nfunction f14() {}\n(f14a)"], 1],
    ["in a block", ["{ function f15() {} } typeof f15"], "undefined"],
    ["arguments", ["function f16() { return arguments.length } f16(1, 2)"], 2],
  ]));

Deno.test("classes may extend what had their name", () =>
  check([
    ["itself", [
      "class C1 { m() { return 1 } }",
      "class C1 extends C1 {} new C1().m()",
    ], 1],
    ["twice", ["class C1 extends C1 {} new C1().m() + C1.name"], "1C1"],
    ["a mixin", [
      "const mix = (b) => class extends b {}; class C2 { m() { return 2 } }",
      "class C2 extends mix(C2) {} new C2().m()",
    ], 2],
    ["a global", ["class Map extends Map {} new Map([[1, 3]]).get(1)"], 3],
    ["a class of that name within", [
      "class C8 { m() { return 8 } }",
      "class C8 extends (class C8 extends C8 {}) {} C8.name",
    ], "ReferenceError: Cannot access 'C8' before initialization @ 1:36"],
    ["an object of it", [
      "class C9 { m() { return 9 } }",
      "class C9 extends ({ C9 }).C9 {} new C9().m()",
    ], 9],
    ["then an expression", ["class C3 {}\n[4][0]"], 4],
    ["static", ["class C4 { static { this.x = C4.name } }\nC4.x"], "C4"],
    ["export default", ["export default class C5 {}\nC5.name"], "C5"],
    ["export default, unnamed", ["export default class {}\n6"], 6],
    ["abstract", [
      "abstract class C6 { abstract m(): void; n() { return 7 } } class C7 extends C6 { m() {} } new C7().n()",
    ], 7],
  ]));

Deno.test("constants can be redeclared and not assigned", () => {
  const thrown = (place: string) =>
    `TypeError: Assignment to constant variable. @ ${place}`;
  return check([
    ["own cell", ["const k1 = 1;\nk1 = 2"], thrown("2:4")],
    ["later cell", ["const k2 = 1", " k2 = 2"], thrown("1:5")],
    ["compound", ["const k3 = 1", "k3 += 2"], thrown("1:4")],
    ["logical that assigns", ["const k4 = 0", "k4 ||= 2"], thrown("1:4")],
    ["logical that does not", ["const k5 = 1", "k5 ||= 2"], 1],
    ["increment", ["const k6 = 1", "k6++"], thrown("1:3")],
    ["decrement", ["const k7 = 1", "--k7"], thrown("1:3")],
    [
      "array target",
      ["const k8 = 1; let k8a", "[k8a, k8] = [1, 2]"],
      thrown("1:7"),
    ],
    [
      "object target",
      ["const k9 = 1", "({ a: k9 } = { a: 1 })"],
      thrown("1:7"),
    ],
    [
      "shorthand target",
      ["const k10 = 1", "({ k10 } = { k10: 1 })"],
      thrown("1:4"),
    ],
    ["default target", ["const k11 = 1", "({ k11 = 2 } = {})"], thrown("1:4")],
    ["for-of", ["const k12 = 1", "for (k12 of [1]);"], thrown("1:6")],
    ["for-in", ["const k13 = 1", "for (k13 in [1]);"], thrown("1:6")],
    ["function", ["const k14 = 1", "(() => { k14 = 2 })()"], thrown("1:14")],
    ["parameter hides it", ["const k15 = 1", "((k15) => k15 = 2)(0)"], 2],
    ["block hides it", [
      "const k16 = 1",
      "let k16a; { let k16 = 1; k16 = 3; k16a = k16 } k16a",
    ], 3],
    ["var hides it", [
      "const k17 = 1",
      "(() => { k17 = 2; var k17; return k17 })()",
    ], 2],
    ["catch hides it", [
      "const k18 = 1",
      "let k18a; try { throw 1 } catch (k18) { k18 = 4; k18a = k18 } k18a",
    ], 4],
    ["redeclared", ["const k19 = 1", "let k19 = 2", "k19 = 3"], 3],
    [
      "import",
      ["import { sep as k20 } from 'node:path'", "k20 = 1"],
      thrown("1:5"),
    ],
    [
      "type assertion",
      ["const k21: number = 1", "(k21 as any) = 2"],
      thrown("1:14"),
    ],
    ["is read first", ["const k22 = 1", "[k22].length"], 1],
    [
      "line before it",
      ["const k23 = 1; let k23a = 2", "k23a\nk23 = 2"],
      thrown("2:5"),
    ],
  ]);
});

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
    ["relative", ["import { value } from './module.ts'; value"], 1],
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

Deno.test("await works wherever a module has it", () =>
  check([
    ["nested", ["[await 1, { a: await 2 }.a].join()"], "1,2"],
    ["for await", [
      "let w1 = 0; for await (const x of [1, Promise.resolve(2)]) w1 += x; w1",
    ], 3],
    ["arrow", ["await (async () => (await 3) + 1)()"], 4],
    [
      "class",
      ["class W { async m() { return await 5 } } await new W().m()"],
      5,
    ],
    ["template", ["`${await 6}`"], "6"],
    ["using in blocks and loops", [
      "let w7 = 0; const w8 = () => ({ async [Symbol.asyncDispose]() { w7++ } })",
      "{ await using a = w8() } for (await using b of [w8(), w8()]) w7; for (await using c of [w8()]) { w7 } w7",
    ], 4],
    ["text that looks so", ["'await x'.length + /await x/.source.length"], 14],
  ]));

Deno.test("top-level using is disposed at the end of its cell", () =>
  check([
    ["value", [
      "const log = []; const open = (name) => ({ name, [Symbol.dispose]() { log.push(name) } })",
      "using u1 = open('a'); using u2 = open('b'); log.length",
    ], 0],
    ["order", ["log.join()"], "b,a"],
    ["variable remains", ["u1.name"], "a"],
    ["declarations after it", [
      "using u3 = open('c'); const u4 = u3.name; class U5 {} var [u6] = [6]; u4 + U5.name + u6",
      "u4 + U5.name + u6",
    ], "cU56"],
    [
      "on error",
      ["using u7 = open('d'); throw new Error('x')", "log.at(-1)"],
      "d",
    ],
    ["await using", [
      "await using u8 = { async [Symbol.asyncDispose]() { await 1; log.push('e') } }",
      "log.at(-1)",
    ], "e"],
    [
      "is constant",
      ["using u9 = open('f')", "u9 = 1"],
      "TypeError: Assignment to constant variable. @ 1:4",
    ],
    ["suppressed", [
      "using u10 = { [Symbol.dispose]() { throw new Error('second') } }; throw new Error('first')",
    ], "SuppressedError: An error was suppressed during disposal @ 1:67"],
  ]));

Deno.test("what TypeScript leaves behind at run time runs", () =>
  check([
    ["enum", [
      "enum T1 { A, B = A << 1 | 2, C = 'c' as any }",
      "T1.B + T1[2] + T1.C",
    ], "2Bc"],
    ["enum again", ["enum T1 { X }", "Object.keys(T1).join()"], "0,X"],
    [
      "enum in two parts",
      ["enum T2 { A } enum T2 { B = 1 }\nT2[0] + T2[1]"],
      "AB",
    ],
    ["const enum", ["const enum T3 { A = 3 }", "T3.A"], 3],
    ["export enum", ["export enum T3b { A = 3 }", "T3b.A"], 3],
    ["namespace", [
      "namespace T4 { export const a = 1; export namespace B { export let c = a + 1 } }",
      "T4.a + T4.B.c",
    ], 3],
    [
      "namespace by path",
      ["namespace T5.A { export const b = 5 }", "T5.A.b"],
      5,
    ],
    ["namespace of a class", [
      "class T6 {} namespace T6 { export const a = 6 }",
      "T6.a + typeof T6",
    ], "6function"],
    ["namespace of a function", [
      "function T7() { return 7 } namespace T7 { export const a = 1 }",
      "T7() + T7.a",
    ], 8],
    [
      "namespace of types",
      ["namespace T8 { export type A = 1 } typeof T8"],
      "undefined",
    ],
    ["import alias", [
      "namespace T9 { export const a = 9 } import t9 = T9.a; t9",
    ], 9],
    ["parameter property", [
      "class T10 { constructor(private a: number, readonly b = 1) {} sum() { return this.a + this.b } } new T10(9).sum()",
    ], 10],
    ["value after it", ["enum T11 { A }\n11"], 11],
    ["no value after it", ["12; enum T12 { A }"], undefined],
    ["parameter property that overrides", [
      "class T10b { b = 1 } class T10c extends T10b { constructor(override b: number) { super() } } new T10c(3).b",
    ], 3],
    ["assertion in front", ["let t13 = 13; <number>t13"], 13],
    ["assertion within", ["1 + 1 as number * 2"], 4],
    ["satisfies", ["({ a: 1 } satisfies object).a"], 1],
    ["abstract, override, declare", [
      "abstract class T14 { declare a: number; abstract b(): void; c?(): void } class T15 extends T14 { override b() {} } 'a' in new T15()",
    ], false],
    ["const type parameter", [
      "function t16<const T>(a: T): T { return a } t16<[1]>([1])[0]",
    ], 1],
    ["ambient", [
      "declare const t17: number; declare function t18(): void; declare class T19 {} declare enum T20 { A } declare module 'x' { export const a: 1 } declare global { var b: 1 } 17",
    ], 17],
    ["types between lines", ["let t21 = 1\ntype T22 = 1\n;[t21][0]"], 1],
    [
      "type instead of a semicolon",
      ["let t23 = 'a'\ninterface T24 {}\n(t23)"],
      "a",
    ],
    ["using with an enum", [
      "using t25 = { [Symbol.dispose]() {} }; enum T26 { A = 26 }\nT26.A",
      "T26.A",
    ], 26],
    ["using below parentheses", [
      "enum T34 { A }; let t35; ({ a: t35 } = { a: 3 })\nusing t36 = { [Symbol.dispose]() {} }\nt35",
    ], 3],
    ["in a later cell of await", [
      "enum T27 { A = 2 } const t28 = await Promise.resolve(T27.A)",
      "t28",
    ], 2],
    [
      "error below an enum",
      ["enum T29 {\n A,\n B }\n\n  null.x"],
      "TypeError: Cannot read properties of null (reading 'x') @ 5:8",
    ],
    ["error in a function beside one", [
      "enum T30 { A }\n\nfunction t31() {\n  null.x\n}\nt31()",
    ], "TypeError: Cannot read properties of null (reading 'x') @ 4:8"],
  ]));

Deno.test("decorators run", () =>
  check([
    ["class", [
      "const log = []; const add = (value, { kind, name }) => { log.push(`${kind} ${String(name)}`) }",
      "@add class D1 { @add a = 1; @add m() {} @add get g() { return 1 } @add accessor x = 2; @add static s = 3; @add #p = 4 } log.join()",
    ], "method m,getter g,accessor x,field s,field a,field #p,class D1"],
    ["replaces a method", [
      "const twice = (f) => function () { return 2 * f.call(this) }",
      "class D2 { @twice m() { return 4 } } new D2().m()",
    ], 8],
    ["starts a field", [
      "const plus = () => (value) => value + 1",
      "class D3 { @plus a = 2 } new D3().a",
    ], 3],
    ["extends its former self", [
      "class D4 { m() { return 4 } }",
      "@add class D4 extends D4 { n() { return this.m() } } new D4().n()",
    ], 4],
    ["adds an initializer", [
      "const init = (_, context) => context.addInitializer(function () { this.z = 5 })",
      "@init class D5 {} D5.z",
    ], 5],
    ["export", [
      "@add export class D6 {} export @add class D7 {} D6.name + D7.name",
    ], "D6D7"],
    ["export default", ["export default @add class D8 {}\nD8.name"], "D8"],
    ["accessor alone", ["class D9 { accessor a = 9 } new D9().a"], 9],
    ["with using", [
      "let d10 = 0; using d11 = { [Symbol.dispose]() { d10++ } }; @add class D12 {}\nd10",
      "d10",
    ], 1],
    ["in a function", [
      "function d13() { @add class D14 {} return D14.name } d13()",
    ], "D14"],
    [
      "with an await",
      ["@add class D19 { @add [await 1]() {} }"],
      "An 'await' cannot stand in a class with decorators: give its value a name before @ undefined",
    ],
    ["beside an await", [
      "@add class D20 { @add async m() { return await 20 } } await new D20().m()",
    ], 20],
    ["without globals", [
      "const { Symbol: d15, Object: d16, TypeError: d17 } = globalThis; globalThis.Symbol = globalThis.Object = globalThis.TypeError = null",
      "@add class D18 { @add m() {} } D18.name",
    ], "D18"],
  ]));

Deno.test("a cell that V8 refuses changes nothing", () =>
  check([
    [
      "function",
      [
        "function r1() { return 1 }",
        "function r1() { return 2 }\nlet r2 = /(/",
        "r1()",
      ],
      1,
    ],
    [
      "constant",
      ["const r3 = 1", "let r3 = /(/", "r3 = 2"],
      "TypeError: Assignment to constant variable. @ 1:4",
    ],
    [
      "name that V8 keeps",
      ["1;\nlet undefined = 1"],
      "Identifier 'undefined' has already been declared @ undefined",
    ],
  ]));

Deno.test("JSX makes elements", () =>
  check([
    ["as Deno does", [
      "const React = { createElement: (type, props, ...children) => `${type}${JSON.stringify(props)}${children}`, Fragment: 'all' }",
      "<p id='a'>x{1 + 1}</p>",
    ], 'p{"id":"a"}x,2'],
    ["fragment", ["<><b/>c</>"], "allnullbnull,c"],
    ["in a function", [
      "function j1(text: string) { return <i>{text}</i> } j1('d')",
    ], "inulld"],
    ["pragma", ["/** @jsx j2 */\nconst j2 = (type) => type + 2;\n<u/>"], "u2"],
    ["source", [
      "/** @jsxImportSource ./module.ts? */\nfunction j3() { return <s>t</s> } j3()",
    ], "s(t)"],
    ["assertion where it can be one", ["<number>3"], 3],
    [
      "error",
      ["const j4 = <p>\n  {null.x}\n</p>"],
      "TypeError: Cannot read properties of null (reading 'x') @ 2:9",
    ],
  ]));

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

Deno.test("a cell that overwrites globals does not break the next", async () => {
  await using notebook = await Notebook.start();
  await notebook.run(
    "for (const k of ['Promise', 'Object', 'JSON', 'Symbol', 'console', 'TypeError', 'Array']) globalThis[k] = null",
  );
  await notebook.run(
    "let {a, ...b} = {a: 1}; const c = 1; var d = 1; class E {}",
  );
  await notebook.run("function f() {} import { sep } from 'node:path'");
  equal(await notebook.run("await a + sep"), "1/");
  await rejects(notebook.run("let x; let x"), SyntaxError);
  ok(true);
});
