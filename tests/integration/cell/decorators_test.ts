/** Decorators and accessors. */

import { check } from "../../harness/check.ts";

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
    ["beside an await", [
      "@add class D20 { @add async m() { return await 20 } } await new D20().m()",
    ], 20],
    ["without globals", [
      "const { Symbol: d15, Object: d16, TypeError: d17 } = globalThis; globalThis.Symbol = globalThis.Object = globalThis.TypeError = null",
      "@add class D18 { @add m() {} } D18.name",
    ], "D18"],
  ]));

/** A class each part of which tells `at` what it is, in place of an await. */
const EVERY_PART = `
  @part("class 1") @part("class 2")
  class Parts extends (part("base"), class {}) {
    @part("m") m() {}
    @part("key's") [part("key")]() {}
    @part("static") static s = 1;
    @part("accessor") accessor [part("accessor key")] = 1;
    [part("plain key")] = 1;
    @part("get") get g() { return 1 }
    @part("private") #p = 1;
    @part("private static") static #q() {}
    @part("last") static last() {}
  }
  log.join("; ")`;
const replaced = (by: string) =>
  EVERY_PART.replaceAll(/part\("[^"]*"\)/g, (call) => `(${by} ${call})`);
const AWAITED = replaced("await");
const YIELDED = replaced("yield");
const PART = `const log = [], part = (name) => { log.push(name);
  return Object.assign((_, { kind, name: of }) => { log.push(name + ": " + kind + " " + String(of)) }, { toString: () => name }) }`;
// The proposal's order: decorators of the class and what it extends, then by
// member its decorators and its name; applied methods before fields, static
// ones first, those of the class last.
const ORDER = [
  ...["class 1", "class 2", "base", "m", "key's", "key", "static", "accessor"],
  ...["accessor key", "plain key", "get", "private", "private static", "last"],
  "private static: method #q",
  "last: method last",
  "m: method m",
  "key's: method key",
  "accessor: accessor accessor key",
  "get: getter g",
  "static: field s",
  "private: field #p",
  "class 2: class Parts",
  "class 1: class Parts",
].join("; ");

Deno.test("classes with decorators may await in all that is computed at once", () =>
  check([
    ["without", [PART, EVERY_PART], ORDER],
    ["await", [PART, AWAITED], ORDER],
    ["later await", [
      PART.replace(
        "return Object",
        "return Promise.resolve().then(() => Object",
      )
        .replace("toString: () => name })", "toString: () => name }))"),
      AWAITED,
    ], ORDER],
    ["yield", [
      PART,
      `function* w1() { ${YIELDED} } const w2 = w1();
      for (let w3 = w2.next(); !w3.done;) w3 = w2.next(w3.value); log.join("; ")`,
    ], ORDER],
    ["yield in an async generator", [
      PART,
      `async function* w4() { ${AWAITED.replace("await", "yield")} }
      const w5 = w4(); let w6 = await w5.next(); await w5.next(w6.value); log.join("; ")`,
    ], ORDER],
    ["leaves no member behind", [
      PART,
      "class W7 { @(await part('a')) static m() {} } Reflect.ownKeys(W7).map(String).join()",
    ], "length,name,prototype,m,Symbol(Symbol.metadata)"],
    ["this and arguments", [
      PART,
      "const w8 = () => {}; async function w9() { @(await this.w, w8) class A { @(await arguments[0].w, w8) m() { return 9 } } return new A().m() }",
      "await w9.call({ w: 1 }, { w: 2 })",
    ], 9],
    ["this and arguments of a generator", [
      "function* w10() { @(yield this.w, w8) class A { @(yield arguments[0].w, w8) m() {} } }",
      "[...w10.call({ w: 1 }, { w: 2 })].join()",
    ], "1,2"],
    ["class in a class", [
      PART,
      "@(await part('outer')) class W11 extends (@(await part('inner')) class { @(await part('m')) m() { return 11 } }) {} new W11().m() + log.join()",
    ], "11outer,inner,m,m: method m,inner: class ,outer: class W11"],
    ["an await that fails", [
      "@(await Promise.reject(new Error('w'))) class W12 {}",
    ], "Error: w @ 1:24"],
    ["again", [
      "@(await w8, w8) class W13 { a = 1 } new W13().a",
      "@(await w8, w8) class W13 extends W13 { b = 2 } new W13().a + new W13().b",
    ], 3],
    ["an expression", [
      "(@(await w8, w8) class { static [await 'k'] = 14 }).k",
    ], 14],
  ]));
