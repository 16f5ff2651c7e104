import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import { CellChain } from "../../../kernel/language/cell_chain.ts";

Deno.test("CellChain imports a name from the cell that declared it last", () => {
  const chain = new CellChain();
  chain.add("const a = 1; interface B {}", 1);
  chain.add("let a = 'two'", 2);
  const { text } = chain.document("a; let b: B");
  match(text, /import \{ a \} from ".\/thaw_cell_2.ts"/);
  match(text, /import \{ B \} from ".\/thaw_cell_1.ts"/);
  strictEqual(chain.origin("a")!.execution_count, 2);
});

Deno.test("CellChain has all names in one module, whose import never changes", () => {
  const chain = new CellChain();
  chain.add("const a = 1, b = 2", 1);
  chain.add("let a = 'two'", 2);
  const { text } = chain.namesFile();
  match(text, /export \{ a \} from ".\/thaw_cell_2.ts"/);
  match(text, /export \{ b \} from ".\/thaw_cell_1.ts"/);
  for (const code of ["", "a", "b; a = 'three'", "const a = 1, b = 2"]) {
    const modules = [...chain.open(code).text.matchAll(/from "(.*?)"/g)];
    strictEqual(modules.map(([, name]) => name).join(), "./thaw_names.ts");
  }
});

Deno.test("CellChain imports only names that are written, where members are asked for", () => {
  const chain = new CellChain();
  chain.add("const a = 1, b = 2", 1);
  match(chain.open("a.").text, /import \{ b, a \}|import \{ a, b \}/);
  match(chain.open("a.", true).text, /import \{ a \} from ".\/thaw_names.ts"/);
  match(chain.open("1.", true).text, /from ".\/thaw_names.ts"/);
});

Deno.test("CellChain leaves out what the cell declares itself", () => {
  const chain = new CellChain();
  chain.add("const a = 1", 1);
  const { text } = chain.document("const a = 2");
  ok(!text.includes("import"), text);
});

Deno.test("CellChain lets a cell assign to a variable, not to a constant", () => {
  const chain = new CellChain();
  chain.add("let a = 1; const c = 2", 1);
  const { text } = chain.document("a = 3; [c] = [4]");
  match(text, /import \{ a as a\$imported, c \}/);
  match(text, /let a: typeof a\$imported/);
});

Deno.test("CellChain takes no cell that can't have run", () => {
  const chain = new CellChain();
  strictEqual(chain.add("const a =", 1), undefined);
  strictEqual(chain.add("let b; let b", 2), undefined);
  strictEqual(chain.has("a") || chain.has("b"), false);
});

/** What comes before a cell: its imports, and variables in their place. */
function headerOf(chain: CellChain, code: string): string {
  return chain.document(code).text.split("\n")[0];
}

Deno.test("CellChain forgets the type of what a failed cell did not set", () => {
  const chain = new CellChain();
  chain.add("let a = 1; throw 1; let b = 'x', c = 1; var d = 1", 1);
  const [b, c] = ["b", "c"].map((name) => ({ name, early: false }));
  chain.fail(1, { unset: [b, c, { name: "d", early: true }], line: 1 });
  match(headerOf(chain, "a; b"), /import \{ a \} from ".\/thaw_cell_1.ts";$/);
  // A `var` is there, undefined; others can't be read, but assigned to.
  match(headerOf(chain, "c; d"), / let d: any;$/);
  match(headerOf(chain, "c = 4"), / let c: any;$/);
  chain.add("c = 4", 2);
  match(headerOf(chain, "c"), / let c: any;$/);
  chain.add("const c = 5", 3);
  match(headerOf(chain, "c"), /import \{ c \} from ".\/thaw_cell_2.ts";$/);
});

Deno.test("CellChain keeps the former types of what a failed cell did not come to", () => {
  const chain = new CellChain();
  chain.add("let a = 1, b = 1, c = 1", 1);
  chain.add("let a = 'x';\nlet b = fail();\nlet c = 'x';\nfunction d() {}", 2);
  chain.fail(2, { unset: [], line: 2 });
  strictEqual(chain.origin("a")!.execution_count, 2);
  match(headerOf(chain, "b"), / let b: any;$/);
  strictEqual(chain.origin("c")!.execution_count, 1);
  strictEqual(chain.origin("d")!.execution_count, 2);
  // The same cell once more: the types are the same, wherever it fails.
  chain.add("let a = 'x';\nlet b = fail();\nlet c = 'x';\nfunction d() {}", 3);
  chain.fail(3, { unset: [] });
  strictEqual(chain.origin("a")!.execution_count, 3);
});

Deno.test("CellChain takes a value of several lines for one that failed at any of them", () => {
  const chain = new CellChain();
  chain.add("let a = 1, b = 1, c = 1", 1);
  chain.add("let a = [1];\nlet b = [\n  fail(),\n],\n  c = 'x';", 2);
  chain.fail(2, { unset: [], line: 3 });
  strictEqual(chain.origin("a")!.execution_count, 2);
  match(headerOf(chain, "b"), / let b: any;$/);
  strictEqual(chain.origin("c")!.execution_count, 1);
});

Deno.test("CellChain keeps the former types if nothing of a cell ran", () => {
  const chain = new CellChain();
  chain.add("let a = 1", 1);
  chain.add("let a = 'x', b = 1", 2);
  chain.fail(2, {});
  strictEqual(chain.origin("a")!.execution_count, 1);
  strictEqual(chain.has("b"), false);
});

Deno.test("CellChain has a cell read that is to be checked, whatever it leaves", () => {
  const chain = new CellChain();
  strictEqual(chain.add("1 + 1", 1), undefined);
  const { name } = chain.add("1 + 1", 2, true)!;
  match(chain.namesFile().text, new RegExp(`^import "./${name}";$`, "m"));
  chain.drop(name);
  doesNotMatch(chain.namesFile().text, /import/);
});

Deno.test("CellChain exports each name once", () => {
  const chain = new CellChain();
  const file = chain.add("export const a = 1; class B {} type C = B;", 1);
  match(file!.text, /export \{ B, C \};\n$/);
});

Deno.test("CellDocument leads between offsets of the cell and its text", () => {
  const chain = new CellChain();
  chain.add("const earlier = 1", 1);
  for (const code of ["earlier + x", "{a: x}.a", "#!deno\nx"]) {
    const { text, fromCell, placeOf } = chain.document(code);
    const offset = code.indexOf("x");
    const { line, column } = placeOf(fromCell(offset))!;
    strictEqual(text[fromCell(offset)], "x");
    strictEqual(code.split("\n")[line - 1][column - 1], "x");
    strictEqual(placeOf(0), undefined);
  }
});

Deno.test("CellChain puts JSX in a file that may hold it, its pragma first", () => {
  const chain = new CellChain();
  const code = "/** @jsxImportSource npm:preact */\nconst a = <p>b</p>";
  const file = chain.add(code, 1);
  strictEqual(file!.name, "thaw_cell_1.tsx");
  match(file!.text, /^\/\*\* @jsxImportSource npm:preact \*\//);
});

Deno.test("CellChain takes note of packages that have the types of others", () => {
  const chain = new CellChain();
  chain.add(
    "/** @jsxImportSourceTypes npm:@types/react@18 */\n" +
      '// @ts-types="npm:@types/a"\nimport a from "npm:a";\n' +
      "// @deno-types=npm:@types/b\nimport b from 'npm:b';",
    1,
  );
  deepStrictEqual([...chain.specifiers].sort(), [
    "npm:@types/a",
    "npm:@types/b",
    "npm:@types/react@18",
    "npm:a",
    "npm:b",
  ]);
});

Deno.test("CellChain puts each pragma of JSX in a comment of its own, as TypeScript reads one of a line", () => {
  const { text } = new CellChain().open(
    "/** @jsx h */\n/** @jsxFrag Fragment */\n<>a</>",
  );
  match(text, /^\/\*\* @jsx h \*\/\/\*\* @jsxFrag Fragment \*\//);
});

Deno.test("CellChain keeps a pragma of JSX for the cells after it", () => {
  const chain = new CellChain();
  chain.add("/** @jsx h */\nconst h = (type: string) => type;", 1);
  match(chain.open("<p>a</p>").text, /^\/\*\* @jsx h \*\//);
  doesNotMatch(chain.open("1 < 2").text, /@jsx/);
});

Deno.test("CellChain imports the latest names only, and those that are used", () => {
  const chain = new CellChain();
  for (let at = 0; at < 1000; at++) chain.add(`const v${at} = ${at}`, at);
  const { text } = chain.document("v1 + v999");
  ok(text.includes("{ v1 }") && text.includes("{ v999 }"));
  ok(!text.includes("{ v2 }"));
});

Deno.test("a cell's document knows which modules a name's value may come from", () => {
  const chain = new CellChain();
  chain.add('import _ from "npm:lodash"; import ms from "npm:ms";', 1);
  chain.add("const groups = _.groupBy([1]); const five = 5;", 2);
  chain.add("let rows = groups; const own = 1;", 3);
  chain.add("const _ = 1;", 4);
  const sources = (
    name: string,
    code: string,
  ) => [...chain.document(code).sourcesOf(name)];
  deepStrictEqual(sources("rows", "rows + ms(1)"), ["npm:lodash"]);
  deepStrictEqual(sources("ms", "rows + ms(1)"), ["npm:ms"]);
  deepStrictEqual(sources("_", "_ + ms"), []);
  deepStrictEqual(sources("made", "const made = rows"), ["npm:lodash"]);
  deepStrictEqual(sources("v", "rows.map((v) => v.a)"), ["npm:lodash"]);
  deepStrictEqual(sources("rows", "const rows = 1; rows"), []);
  deepStrictEqual(sources("x", 'import x from "npm:x"; x(rows)'), ["npm:x"]);
});
