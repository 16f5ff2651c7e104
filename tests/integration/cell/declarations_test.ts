/** What outlives its cell, and over what it may be declared again. */

import { strictEqual } from "node:assert/strict";
import { check } from "../../harness/check.ts";
import { CompiledNotebook } from "../../harness/compiled_notebook.ts";

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
  await using notebook = await CompiledNotebook.start();
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
      strictEqual(value, fresh, `${second} over ${first}`);
    }
  }
});

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
