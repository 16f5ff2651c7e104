/** Imported names are read in the module that exports them. */

import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TestRuntime } from "../harness/test_runtime.ts";

const MODULE = `
export let counter = 0;
export const fixed = 1;
export function inc() { return counter += 1; }
export function self() { return this; }
export function tag(parts) { return parts.join() + (this === undefined); }
export class Base { name = "base"; }
export function set(value) { counter = value; }
export default function () { return counter; }
export { counter as "with a dash" };
export interface Shape { sides: number }
export const list = [1];
export const deep = { self() { return this === deep; } };
`;

/** Runs cells beside `m.ts`; each gives the expected text. */
async function inFolder(cells: [cell: string, expected: string | RegExp][]) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "m.ts"), `// @ts-nocheck${MODULE}`);
    await Deno.writeTextFile(
      join(folder, "other.ts"),
      "export const counter = 'other';",
    );
    await using runtime = new TestRuntime(folder);
    for (const [cell, expected] of cells) {
      const given = await runtime.run(cell);
      if (typeof expected === "string") strictEqual(given, expected, cell);
      else match(given, expected, cell);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const IMPORT =
  "import { counter, inc, set, self, tag, Base, list, deep, fixed } from './m.ts'";

Deno.test("what a module exports stays live in cells", () =>
  inFolder([
    [IMPORT, "undefined"],
    ["inc(); counter", "1"],
    ["counter", "1"],
    ["typeof counter + `${counter}` + [counter][0]", '"number11"'],
    ["inc()\ninc()\ncounter", "3"],
    ["({ counter }).counter + { a: counter }.a", "6"],
    ["const read = () => counter, f = function () { return counter }; 0", "0"],
    [
      "function late() { return counter } class K { c = counter; [counter] = 1; static s = counter }",
      "undefined",
    ],
    [
      "set(7); [read(), f(), late(), new K().c, new K()[3], K.s].join()",
      '"7,7,7,7,1,3"',
    ],
    ["eval('counter')", "7"],
    ["for (const x of [1]) inc()\ncounter", "8"],
    ["if (counter) inc(); else set(0)\ncounter", "9"],
    ["const [{ a = counter }] = [{}]; a", "9"],
    ["(({ x = counter }) => x)({})", "9"],
    ["counter++; 1", "TypeError: Assignment to constant variable."],
    ["counter = 3", "TypeError: Assignment to constant variable."],
    ["[counter] = [3]", "TypeError: Assignment to constant variable."],
    [
      "({ counter } = { counter: 3 })",
      "TypeError: Assignment to constant variable.",
    ],
    [
      "({ a: counter } = { a: 3 })",
      "TypeError: Assignment to constant variable.",
    ],
    ["[...counter] = [3]", "TypeError: Assignment to constant variable."],
    ["for (counter of [3]);", "TypeError: Assignment to constant variable."],
    ["const o = {}; [o[counter]] = [5]; o[9]", "5"],
    ["counter", "9"],
  ]));

Deno.test("what is imported is called as in a module", () =>
  inFolder([
    [IMPORT, "undefined"],
    ["self()", "undefined"],
    ["(self)()", "undefined"],
    ["self!()", "undefined"],
    ["self?.()", "undefined"],
    ["let text = 'a'\nself()", "undefined"],
    ["let other = text\nself()\nother", '"a"'],
    ["text\nself()", "undefined"],
    ["{ text\nself() }", "undefined"],
    ["text\n/* self */ tag`a${1}b`", '"a,btrue"'],
    ["deep.self()", "true"],
    ["new Base().name + new Base instanceof Base", "false"],
    ["class Sub extends Base { more = 1 }\nnew Sub().name", '"base"'],
    ["list?.[0] + list!.length", "2"],
    ["fixed()", "TypeError: fixed is not a function"],
    ["new fixed()", "TypeError: fixed is not a constructor"],
    ["for (const x of fixed);", "TypeError: fixed is not iterable"],
    [
      "(async () => { await inc(); return counter })().then((n) => n)",
      /^Promise/,
    ],
    [
      "const dec: any = (v) => v; @dec class D { @dec m() { return counter } } new D().m()",
      "1",
    ],
    ["export default counter", "1"],
    ["enum E { counter = 5, twice = counter * 2 } E.twice", "10"],
    [
      "namespace N { export const counter = 'n'; export const c = counter } N.c",
      '"n"',
    ],
  ]));

Deno.test("names that hide an import are their own", () =>
  inFolder([
    [IMPORT, "undefined"],
    ["((counter) => counter)(5)", "5"],
    ["{ const counter = 6; counter }", "6"],
    ["function a(counter = 7) { return counter } a()", "7"],
    ["try { throw 8 } catch (counter) { counter }", "8"],
    ["for (const counter of [9]) counter", "9"],
    ["(function counter() { return typeof counter })()", '"function"'],
    ["(class counter { static n = counter.name }).n", '"counter"'],
    ["counter: for (;;) { break counter }", "undefined"],
    ["({ counter: 1, set() { return 2 } }).counter", "1"],
    ["({ counter: { counter: 3 } }).counter.counter", "3"],
    [
      "type counter = number; interface inc { counter: typeof counter } let t: counter = 4; t",
      "4",
    ],
  ]));

Deno.test("an import and its name declared anew give way to each other", () =>
  inFolder([
    [IMPORT, "undefined"],
    ["const read = () => counter; inc(); read()", "1"],
    ["let counter = 'mine'; read() + counter", '"minemine"'],
    ["counter += '!'; read()", '"mine!"'],
    ["import { counter } from './other.ts'; read()", '"other"'],
    ["import { counter } from './m.ts'; inc(); read()", "2"],
    ["function counter() { return 3 }\nread()()", "3"],
    ["import { counter } from './m.ts'; read()", "2"],
    ["class counter {}\nnew (read())()", "counter {}"],
    ["import { inc as counter } from './m.ts'; read()()", "3"],
    ["import counter from './m.ts'; read()()", "3"],
    ["import * as counter from './m.ts'; read().counter", "3"],
    ['import { "with a dash" as counter } from "./m.ts"; read()', "3"],
    ["import { counter } from './no_such.ts'", /^TypeError/],
    ["read()", "3"],
    ["import { nowhere } from './no_such.ts'", /^TypeError/],
    ["nowhere", "ReferenceError: nowhere is not defined"],
    ["nowhere = 4; (() => nowhere)()", "4"],
  ]));

Deno.test("a name that a module lacks is an error when it is used", () =>
  inFolder([
    [
      "import { Shape, conter } from './m.ts'; let s: Shape = { sides: 3 }; s.sides",
      "3",
    ],
    ["let t: Shape = { sides: 4 }; t.sides", "4"],
    [
      "conter",
      "SyntaxError: The module './m.ts' does not export 'conter'; it exports 'counter'",
    ],
    [
      "import { conter } from './m.ts'\nfunction f() { return conter() }",
      "SyntaxError: The module './m.ts' does not export 'conter'; it exports 'counter'",
    ],
    [
      "import { somethingElse } from './m.ts'; somethingElse",
      "SyntaxError: The module './m.ts' does not export 'somethingElse'",
    ],
    // A part of a CommonJS module that Deno does not see in its text.
    [
      "await Deno.writeTextFile('parts.cjs', 'module.exports = Object.assign(() => 1, { chunk: 2 })')",
      "undefined",
    ],
    [
      "import { chunk } from './parts.cjs'; chunk",
      "SyntaxError: The module './parts.cjs' does not export 'chunk', but its default export has it: `import name from \"./parts.cjs\"`, then `name.chunk`",
    ],
    [
      "import x from './other.ts'",
      /^SyntaxError: The module '.\/other.ts' has no default export/,
    ],
  ]));

Deno.test("verbatimModuleSyntax makes a lacking name an error at once", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const config = join(folder, "deno.json");
    const compilerOptions = { verbatimModuleSyntax: true };
    await Deno.writeTextFile(config, JSON.stringify({ compilerOptions }));
    await using runtime = new TestRuntime(folder);
    match(
      await runtime.run("import { joim } from 'node:path'; 1"),
      /^SyntaxError: .*'joim'; it exports 'join'$/,
    );
    strictEqual(
      await runtime.run("import { type Foo, sep } from 'node:path'; sep"),
      '"/"',
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
