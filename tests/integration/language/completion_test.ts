/**
 * What is offered at the cursor: by types, by values, by both. One kernel for
 * all rows, in a folder outside of the checkout.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { AskedKernel } from "../../harness/asked_kernel.ts";

const FILES = {
  "near.ts": "/** Loads. */\nexport function load(count: number): number[] " +
    "{ return [count]; }\nexport interface Loaded { total: number }\n" +
    'export default class Loader { path = "" }\n',
  "state.ts":
    "type One = { kind: 1; one: 1 }; type Two = { kind: 2; two: 2 };\n" +
    "export const state: { inner: One | Two } = { inner: { kind: 2, two: 2 } };\n",
  "below/deep.ts": "export const deepest = { one: 1 };\n",
  "data.json": '{"rows": [1], "title": "a"}\n',
  "plain.js": "/** @param {string} a */\nexport function shout(a) " +
    "{ return a.toUpperCase(); }\n",
};

const CELLS = [
  `const record = { "my key": 1, plain: 2, $money: 3, größe: 4 };
   const table = new Map([["first row", { cells: 1 }], ["second", { cells: 2 }]]);
   let counter = 0;
   function bump() { counter++; return { bumped: counter }; }
   class Frame {
     columns = ["Unnamed: 0", "age"];
     #rows = 3;
     head() { return new Frame(); }
     get size() { return { rows: this.#rows }; }
     column(name: string) { return name; }
   }
   const frame = new Frame();
   class Fresh {
     static made = 0;
     columns = ["age", "first name"];
     [column: string]: any;
     constructor() {
       Object.defineProperty(this, "age", { get: () => this.column("age") });
     }
     head(): Fresh { Fresh.made++; return this; }
     column(name: string): { mean(): number } {
       Fresh.made++;
       return { mean: () => 1 };
     }
   }
   const fresh = new Fresh();
   const model = {
     layers: [{ name: "hidden" }, { name: "drop" }],
     getLayer(name: string | number, other?: string) {},
   };
   function keep(filter: RegExp | { className?: string; path?: RegExp }) {}`,
  `interface Shape { kind: "circle" | "square"; radius: number; /** @deprecated */ old: number }
   type Options = { verbose?: boolean; level: "low" | "high"; nested: { inner: number } };
   function draw(shape: Shape, options?: Options): Shape { return shape; }
   enum Colour { Red, Green = "green" as any }
   namespace Space { export const inside = 1; export interface Thing { thing: 1 } }
   const tuple: [first: string, second: number] = ["a", 1];
   abstract class Base { protected hidden = 1; shown(): number { return 1 } static make() { return 1 } }
   async function later() { return { arrived: true }; }
   const untyped: any = { anyKey: { deeper: 1 } };
   const nothing = undefined as { present: 1 } | undefined;
   let either: string | number = "text";
   const reply = {} as { ok: true; data: { good: 1 } } | { ok: false; data: { bad: 1 } };
   type Key = Shape & { "odd key": 1 };
   function pick<T, K extends keyof T>(object: T, ...keys: K[]): Pick<T, K> { return object }
   type Exactly<T, X> = T & Record<Exclude<keyof X, keyof T>, never>;
   function choose<M extends Exactly<{ [K in keyof Shape]?: true }, M>>(mask: M) {}
   class Schema<T> { pick<M extends Exactly<{ [K in keyof T]?: true }, M>>(mask: M) {} }
   const schema = new Schema<{ name: string }>();
   function each(shapes: Shape[], options?: { onShape?: (shape: Shape) => void }) {}`,
  `var again = { firstMeaning: 1 };`,
  `let again = { secondMeaning: 1 };`,
  `const held = await later(); const numbers = [1, 2, 3];
   globalThis.dynamic = { only: { atRuntime: 1 } };`,
];

/** Code, what must be offered, what must not, what is replaced. */
type Row = [
  code: string,
  offered: string[],
  refused?: string[],
  replaced?: string,
];

const ROWS: Record<string, Row[]> = {
  "names of cells, of the platform and of the language": [
    ["rec", ["record"], ["table"], "rec"],
    ["1 + rec‸ord", ["record"], [], "record"],
    ["coun", ["counter"], [], "coun"],
    ["struc", ["structuredClone"]],
    ["functio", ["function"]],
    ["Colo", ["Colour"]],
    ["Spa", ["Space"]],
    ["`${rec‸}`", ["record"], [], "rec"],
    ["(rec‸)", ["record"]],
    ["[rec‸]", ["record"]],
    ["const x = rec", ["record"]],
    ["REC", ["record"], [], "REC"],
    ["dynam", ["dynamic"]],
    ["again", ["again"]],
    ["if (rec‸) {}", ["record"]],
    ["await lat", ["later"]],
    ["new Fra", ["Frame"]],
    ["nonexis", []],
  ],
  "members of what ran": [
    ["record.", ["plain", "$money", "größe"], ["my key"], ""],
    ["record.pl", ["plain"], ["$money"], "pl"],
    ["record.$mo", ["$money"], [], "$mo"],
    ["record.$", ["$money"], ["plain"], "$"],
    ["record.grö", ["größe"], [], "grö"],
    ["'😀'; record.grö", ["größe"], [], "grö"],
    ["record?.pl", ["plain"]],
    ["record!.pl", ["plain"]],
    ["(record).pl", ["plain"]],
    ["numbers.ma", ["map"]],
    ["numbers.", ["length", "map"], ["0"]],
    ["counter.", ["toFixed"]],
    ["'text'.", ["trim"]],
    ["/a/.", ["exec"]],
    ["dynamic.", ["only"]],
    ["dynamic.only.", ["atRuntime"]],
    ["untyped.", ["anyKey"]],
    ["untyped.anyKey.", ["deeper"]],
    ["held.", ["arrived"]],
    ["globalThis.", ["structuredClone"]],
    ["Deno.read", ["readTextFile"]],
    ["Deno.jupyter.", ["md", "comms", "display"]],
    ["Deno.jupyter.comms.", ["open", "registerTarget"]],
    ["console.", ["log", "table"]],
    ["Math.", ["max"]],
    ["frame.", ["columns", "head"], ["#rows"]],
    ["either.", ["trim"]],
    ["process.", ["env", "argv"]],
    ["process.env.PA", ["PATH"], ["process"], "PA"],
    ["process.env['PA‸']", ["PATH"]],
    ["Deno.env.get('PA‸')", ["PATH"], ["record"], "PA"],
    ["import.", ["meta"], ["record"]],
    ["import.meta.", ["url", "dirname"]],
  ],
  "what is behind calls and getters": [
    ["bump().", ["bumped"]],
    ["frame.head().", ["columns"]],
    ["frame.head().columns.", ["length"]],
    ["frame.size.", ["rows"]],
    ["table.get('second').", ["cells"]],
    ["numbers.map(String).", ["join"]],
    ["numbers.at(0).", ["toFixed"]],
    ["(await later()).", ["arrived"]],
    ["draw({} as Shape).", ["kind", "radius"]],
    ["new Frame().", ["head"]],
    ["structuredClone(record).", ["plain"]],
    ["JSON.stringify(1).", ["trim"]],
    ["fetch('x').then((r) => r.", ["body", "json"]],
    ["(await fetch('x')).", ["json"]],
    ["Object.entries(record).map(([key, value]) => value.", ["toFixed"]],
    ["untyped.anyKey.valueOf().", ["deeper"]],
  ],
  "in the middle of code": [
    ["record.‸; console.log(1)", ["plain"], [], ""],
    ["record.‸ // comment", ["plain"]],
    ["// comment\nrecord.", ["plain"]],
    ["/** @see record.‸ */", []],
    ["`hello ${record.‸} world`", ["plain"]],
    ["`a ${`b ${frame.‸}`}`", ["head"]],
    ["`hello ${numbers.map((one) => one.‸)} world`", ["toFixed"]],
    ["numbers\n  .map(String)\n  .‸", ["join"]],
    ["numbers\n  .map((one) => one.‸)\n  .join()", ["toFixed"]],
    ["[...numbers.‸]", ["map"]],
    ["if (typeof either === 'number') either.‸", ["toFixed"], ["trim"]],
    ["if (reply.ok) reply.data.‸", ["good"], ["bad"]],
    [
      "declare global { interface Array<T> { added(): T } }\nnumbers.",
      [
        "added",
      ],
    ],
    ["await later().‸", ["then"]],
    ["later().then((it) => it.‸)", ["arrived"]],
    ["const [it] = await Promise.all([later()]); it.‸", ["arrived"]],
    ["using file = Deno.openSync('x'); file.‸", ["read"]],
    [
      "async function* g() { yield {} as Shape }\nfor await (const one of g()) { one.‸ }",
      [
        "radius",
      ],
    ],
  ],
  "keys and columns": [
    ["record['‸']", ["my key", "plain"], [], ""],
    ['record["my‸"]', ["my key"], ["plain"], "my"],
    ['record["my k‸ey"]', ["my key"], [], "my key"],
    ["record['my", ["my key"], [], "my"],
    ["frame['", ["columns"]],
    ["frame.column('‸')", ["Unnamed: 0", "age"]],
    ["frame.column('Un‸')", ["Unnamed: 0"], ["age"], "Un"],
    ["frame.drop({ columns: ['‸'] })", ["Unnamed: 0", "age"]],
    ["frame.groupby(['age', 'Un‸'])", ["Unnamed: 0"], ["age"], "Un"],
    ["frame.rename({ '‸': 'years' })", ["age"]],
    ["frame.query({ text: '‸' })", [], ["age"]],
    // What V8 refuses to make anew has the columns of what it is made from.
    ["fresh.head().column('‸')", ["age", "first name"]],
    ["fresh.head().tail()['fi‸']", ["first name"], ["age"], "fi"],
    ["fresh['age'].", ["mean"], ["columns"]],
    ["fresh.age.me", ["mean"], [], "me"],
    ["(fresh['age'])!.me", ["mean"], [], "me"],
    ["fresh.head()['first name'].mean().", ["toFixed"]],
    ["fresh.query(fresh['age'].‸)", ["mean"]],
    ["fresh.other.", []],
    ["function f(fresh: { age: Date }) { fresh.age.‸ }", ["getTime"], ["mean"]],
    ["table.set(['‸'])", [], ["first row"]],
    ["model.getLayer('‸')", ["hidden", "drop"], ["layers"]],
    ["model.getLayer(2, 'hi‸')", ["hidden"], ["drop"], "hi"],
    ["structuredClone(model, ['hi‸'])", ["hidden"], ["drop"], "hi"],
    ["structuredClone(frame, '‸')", [], ["age"]],
    ["Deno.readTextFile('./da‸')", ["./data.json"], ["./near.ts"], "./da"],
    ["new Map([['./a', 1]]).get('‸')", ["./a"], ["./data.json"]],
    ["new Map([['./a', 1]]).get('./‸')", ["./a"], ["./data.json"]],
    ["table.get('‸')", ["first row", "second"]],
    ["table.has('fi‸')", ["first row"], ["second"], "fi"],
    ["draw({} as Shape)['‸']", ["kind"]],
  ],
  "what is declared and has not run": [
    ["let s: Shape; s.", ["kind", "radius"]],
    ["function f(o: Options) { o.‸ }", ["verbose", "nested"]],
    ["function f(o: Options) { o.nested.‸ }", ["inner"]],
    ["const f = (o: Options) => o.", ["level"]],
    ["class A { one = 1; two() { this.‸ } }", ["one", "two"], ["fetch"]],
    ["class A { #secret = 1; m() { this.#‸ } }", ["#secret"], [], "#"],
    ["class A { #secret = 1; m() { this.#se‸ } }", ["#secret"], [], "#se"],
    [
      "class A { #secret = 1; static is(o: object) { return #‸ in o } }",
      [
        "#secret",
      ],
      [],
      "#",
    ],
    [
      "class A { #secret = 1; static is(o: object) { return #se‸ in o } }",
      [
        "#secret",
      ],
      [],
      "#se",
    ],
    ["class A { #secret = 1 } #‸", [], ["#secret"]],
    ["class A extends Base { m() { this.‸ } }", ["hidden", "shown"]],
    ["class A extends Base { m() { super.‸ } }", ["shown"]],
    ["class A { static s = 1 } A.", ["s"]],
    ["Base.", ["make"]],
    ["for (const one of numbers) one.", ["toFixed"]],
    ["for (const [key, value] of table) { value.‸ }", ["cells"]],
    ["const { pl‸ } = record", ["plain"], [], "pl"],
    ["const [a, b] = tuple; a.", ["trim"]],
    ["function g<T extends Shape>(t: T) { t.‸ }", ["radius"]],
    ["try {} catch (error) { if (error instanceof TypeError) error.‸ }", [
      "message",
    ]],
    ["const local = { inside: 1 };\nlocal.", ["inside"]],
    ["const local = { inside: 1 };\r\nlocal.ins", ["inside"], [], "ins"],
    ["function f(first: string) { fir‸ }", ["first"]],
    ["const wide = 1; { wi‸ }", ["wide"]],
    ["nothing?.", ["present"]],
    ["let u: Uint8Array; u.", ["subarray"]],
    ["const later2 = later(); (await later2).", ["arrived"]],
    ["const d: Date = new Date(); d.get", ["getTime"]],
    ["const { kind, ‸ } = {} as Shape", ["radius"], ["kind"]],
    ["const { nested: { ‸ } } = {} as Options", ["inner"]],
    ["for (const { ‸ } of [] as Shape[]) {}", ["radius"]],
    ["([] as Shape[]).forEach(({ ‸ }) => {})", ["radius"]],
    ["pick({} as Shape, 'kind').‸", ["kind"], ["radius"]],
    ["class A extends Base { override ‸ }", ["shown"]],
    ["class A { rea‸ }", ["readonly"]],
    ["const fo", [], ["for"]],
    ["function fo‸() {}", []],
  ],
  "types": [
    ["let s: Sha", ["Shape"]],
    ["let s: rec", [], ["record"]],
    ["let s: ‸", ["Shape", "Frame", "Space"], ["record", "return"]],
    ["let s: str", ["string"]],
    ["let s: typeof rec", ["record"]],
    ["new Map<string, ‸>()", ["Shape"], ["record"]],
    ["let s: Space.", ["Thing"], ["inside"]],
    ["type T = Shape['‸']", ["kind", "radius"]],
    ["type T = keyof Sha", ["Shape"]],
    ["let s = {} as Sha", ["Shape"]],
    ["let s: Part", ["Partial"]],
    ["let p: Promise<Sha‸>", ["Shape"]],
    ["Colour.", ["Red", "Green"]],
    ["Space.", ["inside"], ["Thing"]],
    ["class A implements Sha", ["Shape"]],
  ],
  "keys by the type that is expected": [
    ["draw({ ", ["kind", "radius"], ["RangeError", "record"]],
    ["draw({ ra", ["radius"], ["RangeError", "kind"], "ra"],
    ["draw({ kind: 'circle', ", ["radius"], ["kind"]],
    ["draw({} as Shape, { level: 'low', ", ["verbose", "nested"]],
    ["draw({} as Shape, { nested: { ", ["inner"]],
    ["const o: Options = { ", ["level", "verbose"]],
    ["const o = { ‸ } satisfies Options", ["level"]],
    ["let o: Options[] = [{ ", ["level"]],
    ["({ radius: 1, ki‸ } as Shape)", ["kind"]],
    ["const f = (): Options => ({ ", ["level"]],
    ["each([], { on", ["onShape"]],
    ["each([], { onShape: (it) => it.‸ })", ["radius"]],
    ["each([], { onShape(it) { it.‸ } })", ["radius"]],
    ["draw({ re‸ })", [], ["return"]],
    ["choose({ ", ["kind", "radius"], ["record"]],
    ["choose({ ra‸ })", ["radius"], ["ra", "RangeError"], "ra"],
    ["keep({ ", ["className", "path"], ["exec", "lastIndex"]],
    ["keep(/a/.ex‸)", ["exec"]],
    ["schema.pick({ name‸ })", ["name"], ["namespace"], "name"],
    ["choose({ radius: true, ki‸ })", ["kind"], ["ki"]],
  ],
  "strings by the type that is expected": [
    ["const s: Shape['kind'] = '‸'", ["circle", "square"], [], ""],
    ["draw({ kind: '‸' })", ["circle", "square"]],
    ['draw({ kind: "ci‸" })', ["circle"], ["square"], "ci"],
    ["const o: Options = { level: '", ["low", "high"]],
    ["if (({} as Shape).kind === '‸') {}", ["circle"]],
    ["pick({} as Key, '‸')", ["kind", "odd key"]],
    ["type T = Pick<Key, '‸'>", ["odd key"]],
    ["switch (({} as Shape).kind) { case '‸' }", ["circle", "square"]],
    ["document.addEventListener('‸')", []],
    ["'rec‸'", [], ["record"]],
    ["// rec", [], ["record"]],
    ["/* rec‸ */", [], ["record"]],
    ["12", []],
  ],
  "imports": [
    ["import { lo‸ } from './near.ts'", ["load"], ["Loader"], "lo"],
    ["import { ‸ } from './near.ts'", ["load", "Loaded"], ["record"]],
    ["import { load, ‸ } from './near.ts'", ["Loaded"], ["load"]],
    ["export { lo‸ } from './near.ts'", ["load"]],
    ["import type { Lo‸ } from './near.ts'", ["Loaded"]],
    ["import { load } from './near.ts'; load(1).", ["map"]],
    ["import Loader from './near.ts'; new Loader().", ["path"]],
    ["import * as near from './near.ts'; near.", ["load"]],
    ["import { deepest } from './below/deep.ts'; deepest.", ["one"]],
    ["import data from './data.json' with { type: 'json' }; data.", ["rows"]],
    ["import data from './data.json' with { ‸ }", ["type"], ["record"]],
    ["import data from './data.json' with { ty‸: 'json' }", ["type"], []],
    ["import data from './data.json' with { type: '‸' }", ["json", "text"]],
    ["import { shout } from './plain.js'; shout('').", ["trim"]],
    ["const near2 = await import('./near.ts'); near2.", ["load"]],
    ["import fs from 'node:fs'; fs.", ["readFileSync"]],
    ["import { basen‸ } from 'node:path'", ["basename"]],
    ["import * as thaw from 'thaw'; thaw.", ["dropout", "freeze"]],
    ["import * as thaw from 'thaw'; thaw.dropout({ ra", ["rate"], [
      "RangeError",
    ], "ra"],
    ["import { dropo‸ } from 'thaw'", ["dropout"]],
    ["import * as tf from '@tensorflow/tfjs'; tf.layers.dense({ un", [
      "units",
    ]],
    ["import * as tf from '@tensorflow/tfjs'; tf.sequential().", ["compile"]],
    ["import * as tf from '@tensorflow/tfjs'; tf.ones([1]).arr", ["array"]],
    [
      "import * as tf from '@tensorflow/tfjs'; tf.layers.dense({ units: 1, activation: '‸' })",
      [
        "relu",
      ],
    ],
    ["import * as thaw from 'thaw'; thaw.fit(null!, null!, null!, { ep‸ })", [
      "epochs",
    ]],
    ["import x from './ne‸'", ["./near.ts"], [], "./ne"],
    ["import './below/‸'", ["./below/deep.ts"]],
    ["import '@tens", ["@tensorflow/tfjs"]],
    ["await import('node:fs", ["node:fs/promises"]],
    ["import { gone } from 'npm:not-in-the-cache@1'; gone.", []],
  ],
  "names that are being made": [
    ["const { ‸ } = {} as any", [], ["record", "RangeError"]],
    ["const { kind: ‸ } = {} as Shape", [], ["record", "radius"]],
    ["enum Mine { rec‸ }", [], ["record"]],
    ["import { load as rec‸ } from './near.ts'", [], ["record"]],
  ],
  "JSX": [
    ["const e = <Unknown ‸ />", [], ["record", "RangeError"]],
    ["const e = <div cl", [], ["class"]],
    [
      "function Tag(p: { wide: boolean }) { return null as any }\nconst e = <Tag wi",
      ["wide"],
      ["with"],
    ],
    [
      "function Tag(p: { wide: boolean }) { return null as any }\nconst e = <Ta",
      ["Tag"],
    ],
  ],
  "names that changed their meaning": [
    ["again.", ["secondMeaning"], ["firstMeaning"]],
    ["const record = { other: 1 }; record.", ["other"], ["plain"]],
    ["{ const record = { other: 1 }; record.‸ }", ["other"], ["plain"]],
    ["function f(record: Shape) { record.‸ }", ["radius"], ["plain"]],
  ],
  "cells with errors": [
    ["const broken = ;\nrecord.", ["plain"]],
    ["const = record.", ["plain"], ["frame"]],
    ["function (record.pl", ["plain"]],
    ["class { nothing.", ["present"], ["frame"]],
    ["record.\nconst after = 1", ["plain"].slice(1)],
    ["record.pl‸ +", ["plain"]],
    ["let n: number = 'text'; record.pl", ["plain"]],
    ['"unclosed\nrecord.pl', ["plain"]],
    ["draw(record.pl", ["plain"]],
    ["[1, 2, record.pl", ["plain"]],
    ["if (true) { record.pl", ["plain"]],
  ],
};

/** What the kernel waits for the language server. */
const ANSWER_MS = 2500;

Deno.test("completion offers what may stand at the cursor", async (t) => {
  await using kernel = await AskedKernel.start(FILES);
  for (const cell of CELLS) await kernel.run(cell);
  for (let at = 0; at < 50; at++) {
    await kernel.run(`const padding${at} = ${at}`);
  }
  for (const [name, rows] of Object.entries(ROWS)) {
    await t.step(name, async () => {
      const wrong: unknown[] = [];
      for (const [code, offered, refused = [], replaced] of rows) {
        const began = performance.now();
        const first = await kernel.complete(code);
        // One that was given up as the machine is busy.
        const isLate = performance.now() - began > ANSWER_MS;
        const found = isLate ? await kernel.complete(code) : first;
        const missing = offered.filter((one) => !found.matches.includes(one));
        const extra = refused.filter((one) => found.matches.includes(one));
        const isRight = replaced === undefined || replaced === found.replaced;
        if (missing.length + extra.length > 0 || !isRight) {
          const some = found.matches.slice(0, 5);
          wrong.push({ code, missing, extra, replaced: found.replaced, some });
        }
      }
      deepStrictEqual(wrong, []);
    });
  }

  await t.step("cells that failed count as far as they came", async () => {
    const fails = async (code: string) => {
      strictEqual((await kernel.client.execute(code)).status, "error");
    };
    const offered = async (code: string) =>
      (await kernel.complete(code)).matches.slice(0, 1);
    await kernel.run("let before = 'text', kept = 'text'");
    await fails(
      "let come = 1; throw 1; let notCome = 'text', before = 1; interface Come { one: 1 }",
    );
    deepStrictEqual(await offered("come.toFi"), ["toFixed"]);
    deepStrictEqual(await offered("notCome.tr"), []);
    deepStrictEqual(await offered("notCom"), []);
    // V8 keeps its former value.
    deepStrictEqual(await offered("before.tri"), ["trim"]);
    await fails("let two = 1;\nthrow 1;\nlet kept = 1, before = 1;");
    deepStrictEqual(await offered("before.toF"), []);
    deepStrictEqual(await offered("kept.tri"), ["trim"]);
    deepStrictEqual(await offered("(null! as Come).o"), ["one"]);
    await kernel.run("notCome = { later: 1 }");
    deepStrictEqual(await offered("notCome.la"), ["later"]);
    // V8 takes no part of this one.
    await fails("let kept = 1; /(/");
    deepStrictEqual(await offered("kept.tri"), ["trim"]);
    await fails("function hoisted() { return 1 }; import { a } from './no.ts'");
    deepStrictEqual(await offered("hoisted().toFi"), ["toFixed"]);
  });

  await t.step("JupyterLab is told what each match is", async () => {
    // A signature is left out where it would take too long: ask again.
    const told = async (code: string) => {
      for (;;) {
        const { types } = await kernel.complete(code);
        if (types.every(({ signature }) => !/^(?:from|$)/.test(signature))) {
          return types;
        }
      }
    };
    deepStrictEqual(await told("'😀'; record.pl"), [{
      text: "plain",
      type: "property",
      signature: "number",
      start: 12,
      end: 14,
    }]);
    const [{ text, type, signature }] = await told("numbers.at");
    deepStrictEqual([text, type, signature], [
      ...["at", "function", "(index: number): number | undefined"],
    ]);
    await kernel.run('import { freeze as ice } from "thaw"');
    const [ice] = await told("ice");
    match(ice.signature, /^function freeze\(model: .* from "thaw"$/);
  });

  await t.step("members of what was imported, asked for again", async () => {
    await kernel.run('import * as near from "./near.ts"');
    await kernel.run(
      'import { state } from "./state.ts"; import data from "./data.json" with { type: "json" }',
    );
    const offered = async (code: string) =>
      (await kernel.complete(code)).matches;
    const first = await offered("near.");
    deepStrictEqual(await offered("data.ro"), ["rows"]);
    deepStrictEqual(await offered("near.load(1);\nnear."), first);
    deepStrictEqual(await offered("near.lo"), ["load"]);
    // Code before the name may tell more of its type.
    deepStrictEqual(await offered("state.inner.on"), []);
    deepStrictEqual(
      await offered("if (state.inner.kind === 1) state.inner.on"),
      [
        "one",
      ],
    );
    deepStrictEqual(await offered("{ const near = { one: 1 }; near.on‸ }"), [
      "one",
    ]);
    await Deno.writeTextFile(
      join(kernel.folder, "near.ts"),
      "export function load() {}\nexport function loadMore() {}\n",
    );
    await Deno.writeTextFile(join(kernel.folder, "data.json"), '{"columns":1}');
    deepStrictEqual(await offered("near.loadM"), ["loadMore"]);
    deepStrictEqual(await offered("data.col"), ["columns"]);
    await kernel.run("var near = { other: 1 }");
    deepStrictEqual(await offered("near.oth"), ["other"]);
    deepStrictEqual(await offered("near.lo"), []);
    // Nor is a cell's own name what it was, if it is declared again.
    await kernel.run("let again = { thirdMeaning: 1, fourth: 1 }");
    deepStrictEqual(await offered("again.th"), ["thirdMeaning"]);
    await kernel.run("const Math = { mine: 1 }");
    deepStrictEqual(await offered("Math.mi"), ["mine"]);
    deepStrictEqual(await offered("Math.ab"), []);
  });

  await t.step("all that the kernel adds has a type", async () => {
    for (const name of ["Deno.jupyter", "Deno.jupyter.comms"]) {
      const { matches: values } = await kernel.complete(`(${name} as any).`);
      const { matches: typed } = await kernel.complete(
        `(null! as typeof ${name}).`,
      );
      const own = values.slice(0, values.indexOf("hasOwnProperty"));
      deepStrictEqual(own.filter((one) => !typed.includes(one)), []);
    }
  });
});
