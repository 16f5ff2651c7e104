/** Decorators and accessors. */

import { check } from "./check.ts";

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
