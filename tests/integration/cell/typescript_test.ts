/** TypeScript that leaves code behind. */

import { check } from "../../harness/check.ts";

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
