import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { CellScope } from "../../../kernel/cell/parse/cell_scope.ts";
import { CellSyntaxError } from "../../../kernel/cell/parse/cell_syntax_error.ts";
import { DEFAULT_OPTIONS } from "../../../kernel/config/compiler_options.ts";
import { compileCell } from "../../../kernel/cell/compile_cell.ts";

const HEAD = '"use strict";await $R.hop(7);$R.enter(7);';
const TAIL = ";await $R.close(7)";

function compile(source: string, scope = new CellScope()) {
  return compileCell(source, { cell: 7, runtime: "$R", scope });
}

function body(source: string): string {
  const compiled = compile(source);
  strictEqual(compiled.body.slice(0, HEAD.length), HEAD);
  strictEqual(compiled.body.slice(-TAIL.length), TAIL);
  return compiled.body.slice(HEAD.length, -TAIL.length).replace(/\n$/, "");
}

Deno.test("compileCell() leaves plain code as it is", () => {
  strictEqual(
    body("let a = 1\nf(a)\n  .g() // h"),
    "let a = 1\n$R.ended((f(a)\n  .g())) // h",
  );
});

Deno.test("compileCell() keeps columns where it can", () => {
  strictEqual(
    body("const a: number = 1; a"),
    "let   a         = 1; $R.ended((a))",
  );
});

Deno.test("compileCell() guards every await", () => {
  strictEqual(
    body("await (async () => { for await (const x of await y()) await x })()"),
    "$R.ended((await $R.guard((async () => {let $R_call=$R.beginCall(); for await (const x of $R.iterate(await $R.guard(y(),$R_call),$R_call)) await $R.guard(x,$R_call) })())))",
  );
});

Deno.test("compileCell() makes imports declarations", () => {
  strictEqual(
    body(
      "import d, {\n a as b,\n type T } from './m.ts' with { type: 'x' }; b",
    ),
    '$R.unbind("d",()=>d);$R.unbind("b",()=>b);let {d,b}=$R.bind(await $R.guard($R.import("./m.ts",{with:{"type":"x"}})),\'./m.ts\',{d:["default",(v)=>{d=v},false],b:["a",(v)=>{b=v},true]});\n\n $R.ended(($R.imports.live.b))',
  );
});

Deno.test("compileCell() lets imports run first, but of a file that code before names", () => {
  const order = (source: string) =>
    [...body(source).matchAll(/\$R\.import\("\.\/a\.ts"|write/g)]
      .map(([found]) => found.includes("import") ? "import" : "write");
  const [importFirst, writeFirst] = [["import", "write"], ["write", "import"]];
  deepStrictEqual(order('write("b.ts"); import "./a.ts"'), importFirst);
  deepStrictEqual(order('import "./a.ts"; write("a.ts")'), importFirst);
  deepStrictEqual(order('write("a.ts"); import "./a.ts"'), writeFirst);
  deepStrictEqual(
    order('write("a.ts"); import { b } from "./a.ts"'),
    writeFirst,
  );
  deepStrictEqual(order('write("a.ts"); export * from "./a.ts"'), writeFirst);
  deepStrictEqual(
    order('// Of a.ts\nwrite("b.ts");\n// Of a.ts\nimport "./a.ts"'),
    importFirst,
  );
  deepStrictEqual(
    order('write("b.ts"); import "./b/a.ts"; import "./a.ts"'),
    importFirst,
  );
});

Deno.test("compileCell() knows imports of a module's source", () => {
  strictEqual(
    body(';import source a from "./b.wasm"; a'),
    '$R.unbind("a",()=>a);let {a}=$R.bind({default:await $R.guard($R.importSource("./b.wasm"))},"./b.wasm",{a:["default",(v)=>{a=v},true]});;; $R.ended(($R.imports.live.a))',
  );
  const text = '`\nimport source a from "b"\n`';
  strictEqual(body(text), `$R.ended((${text}))`);
  throws(() => body('import source a from "b"; let b ='), CellSyntaxError);
});

Deno.test("compileCell() says first which packages the imports name", () => {
  const imports = (names: string[]) =>
    body(names.map((name) => `import "${name}";`).join("")).split(
      "$R.guard",
    )[1];
  strictEqual(
    imports(["a", "./b", "@c/d/e", "@/f", "node:g", "npm:h@1", "https://i/j"]),
    '($R.foresee(["a","@c/d/e","npm:h@1"]));await ',
  );
  strictEqual(imports(["a", "../b", ".c"]), '($R.import("a"));await ');
  const source = 'import "a";';
  const jsx = { importSource: "j" };
  const options = { cell: 7, runtime: "$R", scope: new CellScope() };
  const compilerOptions = { ...DEFAULT_OPTIONS, jsx };
  strictEqual(
    compileCell(source, { ...options, compilerOptions }).body
      .split("$R.guard")[1],
    '($R.foresee(["a","j/jsx-runtime"]));await ',
  );
});

Deno.test("compileCell() says first which packages it requires", () => {
  const head = (source: string) => body(source).split("$R.guard")[1];
  const made = "const require = createRequire(import.meta.url);";
  strictEqual(
    head(`import "a";${made}const f = () => require.resolve("b/c"); f();
      require("./d"); require(\`e\`); require("node:f"); import "a2";`),
    '($R.foresee(["a","a2"],["b/c","e"]));await ',
  );
  match(head(`${made}require("b");`), /^\(\$R\.foresee\(\[\],\["b"\]\)\);/);
  // It is nobody's: the error says what to do.
  strictEqual(body('require("b");').includes("foresee"), false);
});

Deno.test("compileCell() puts functions into the prelude, on their lines", () => {
  const { prelude, body } = compile("let a\nfunction f(): void {\n}\nf()");
  strictEqual(
    prelude,
    '"use strict";\nlet f=function ()       {\n};\n;$R.declared(7)',
  );
  strictEqual(body, `${HEAD}let a\n;\n\n$R.ended((f()))\n${TAIL}`);
});

Deno.test("compileCell() emits no prelude without functions", () => {
  strictEqual(compile("let a = 1").prelude, "");
});

Deno.test("compileCell() lists what is declared", () => {
  const { declarations } = compile(
    "import a from 'x'; let b; const { c, ...d } = {}; var e; function f() {} class G {} enum H {} namespace I { export const i = 1 } namespace J { export type j = 1 } type K = 1; declare const l: 1; { let m }",
  );
  deepStrictEqual(
    declarations.map(({ name, kind }) => `${kind} ${name}`),
    // deno-fmt-ignore
    ["import a", "let b", "const c", "const d", "function f", "class G", "enum H", "namespace I", "var e"],
  );
});

Deno.test("compileCell() lists the modules that are imported", () => {
  const { specifiers } = compile(
    "import 'a'; export * from 'b'; import c = require('c'); await import('d'); import type { E } from 'e'; await import(`f${1}`)",
  );
  deepStrictEqual(specifiers, ["a", "b", "c", "d"]);
});

Deno.test("compileCell() says which cells may register tests", () => {
  const code = [
    'Deno.test("adds", () => {})',
    'const { test } = Deno; test("adds", () => {})',
    'import test from "node:test"',
    'process.getBuiltinModule("node:test").test(() => {})',
    'import "./sum_test.ts"',
    'import "./sum.spec.ts"',
    'await import("./tests/sums.ts")',
    'import { it } from "jsr:@std/testing/bdd"',
  ];
  deepStrictEqual(code.filter((text) => !compile(text).mayTest), []);
  const others = ['import { latest } from "./latest.ts"; latest(Deno.cwd())'];
  deepStrictEqual(others.filter((text) => compile(text).mayTest), []);
});

Deno.test("position() leads back to the cell", () => {
  const source = "const a: number = 1\nawait a\nfunction f() {\n  return g }";
  const { body, prelude, position } = compile(source);
  const find = (script: "prelude" | "body", text: string) => {
    const lines = (script === "body" ? body : prelude).split("\n");
    const line = lines.findIndex((line) => line.includes(text));
    return position(script, line, lines[line].indexOf(text));
  };
  deepStrictEqual(find("body", "a        "), { line: 1, column: 7 });
  deepStrictEqual(find("body", "await $R.guard(a"), { line: 2, column: 1 });
  deepStrictEqual(find("body", "a)"), { line: 2, column: 7 });
  deepStrictEqual(find("prelude", "return"), { line: 4, column: 3 });
  deepStrictEqual(find("body", "await $R.hop"), undefined);
});

function syntaxErrorOf(source: string): string {
  let place = "";
  throws(() => compile(source), (error) => {
    if (!(error instanceof CellSyntaxError)) throw error;
    place = `${error.line}:${error.column}+${error.length} ${error.message}`;
    return true;
  });
  return place;
}

Deno.test("compileCell() points at syntax errors", () => {
  strictEqual(syntaxErrorOf("let a = ;"), "1:9+1 Expression expected.");
  strictEqual(syntaxErrorOf("1\r\nfoo(\r\n"), "3:1+0 ')' expected.");
  strictEqual(syntaxErrorOf("'😀' b"), "1:6+1 ';' expected.");
  strictEqual(syntaxErrorOf("'\u2028' b"), "1:5+1 ';' expected.");
});

Deno.test("compileCell() tells errors of JSX as such, and others as they are", () => {
  const told = {
    "let a = <div>":
      "1:10+3 JSX element 'div' has no corresponding closing tag.",
    "let a = <div></b>":
      "1:16+1 Expected corresponding JSX closing tag for 'div'.",
    "let a = <A>{1 +}</A>": "1:16+1 Expression expected.",
    "let a = <number>5; let b = ;": "1:28+1 Expression expected.",
    'let a = "</b>"; let b = <A>5; let c = ;': "1:39+1 Expression expected.",
    "{ a: 1, ;": "1:9+1 Expression expected.",
  };
  for (const [source, error] of Object.entries(told)) {
    strictEqual(syntaxErrorOf(source), error, source);
  }
});

Deno.test("compileCell() refuses what a redeclaration would hide", () => {
  const declared = (place: string) =>
    `${place} Identifier 'a' has already been declared`;
  strictEqual(syntaxErrorOf("let a; let a"), declared("1:12+1"));
  strictEqual(syntaxErrorOf("const a = 1; var a"), declared("1:18+1"));
  strictEqual(syntaxErrorOf("var a; let a"), declared("1:12+1"));
  strictEqual(syntaxErrorOf("let a; function a() {}"), declared("1:17+1"));
  strictEqual(syntaxErrorOf("class a {} class a {}"), declared("1:18+1"));
  strictEqual(syntaxErrorOf("import a from 'x'; let a"), declared("1:24+1"));
  strictEqual(syntaxErrorOf("let { a, b: [a] } = c"), declared("1:14+1"));
  strictEqual(syntaxErrorOf("let a; { var a }"), declared("1:14+1"));
  strictEqual(syntaxErrorOf("{ let a; { var a } }"), declared("1:16+1"));
  strictEqual(syntaxErrorOf("enum a {} let a"), declared("1:15+1"));
});

Deno.test("compileCell() refuses declarations without what they need", () => {
  strictEqual(
    syntaxErrorOf("const a"),
    "1:7+1 A constant must be initialized where it is declared",
  );
  strictEqual(
    syntaxErrorOf("var {a}"),
    "1:5+3 A destructuring declaration must have an initializer",
  );
  strictEqual(
    syntaxErrorOf("1; var;"),
    "1:4+3 A declaration must name a variable",
  );
  strictEqual(
    syntaxErrorOf("class { a = 1 }"),
    "1:1+15 A class has a name, or stands in parentheses",
  );
  strictEqual(
    syntaxErrorOf("{ import 'a' }"),
    "1:3+10 An import or export stands at the top level of a cell only",
  );
});

Deno.test("compileCell() suspends a decorated class only where it waits", () => {
  const { body, accepted } = compile(
    "@(await d) class A { @(await e) m() {} } async () => { @d class B {} }",
  );
  strictEqual(accepted, true);
  strictEqual(
    body.match(/let A = \(await \$R\.guard\(\(async \(\) =>/)?.length,
    1,
  );
  strictEqual(body.match(/let B = \(\(\) =>/)?.length, 1);
  const { prelude } = compile("function* g() { @(yield) class A {} }");
  strictEqual(/let A = \(yield\* /.test(prelude), true);
});

Deno.test("compileCell() refuses a return outside of functions", () => {
  strictEqual(
    syntaxErrorOf("function f() {}\nif (f) return 5"),
    "2:8+8 A 'return' stands within a function only",
  );
});

Deno.test("compileCell() leaves out the prelude of a body that V8 refuses", () => {
  strictEqual(compile("function f() {}\nbreak").prelude, "");
});

Deno.test("compileCell() does not check types", () => {
  compile("let a: string = 1; a.b.c; undefined_name");
});

Deno.test("compileCell() tells the awaits of a clean-up from others", () => {
  strictEqual(
    body(
      "try { await a } catch { await b } finally { (async () => await c)() }",
    ),
    "{let $R_value;try { $R_value=(await $R.guard(a)) } catch {$R_value=void 0; $R_value=(await $R.guardCleanup($R.beginCleanup(),b)) } finally { (async () => {let $R_call=$R.beginCall();return (await $R.guard(c,$R_call))})() };$R.ended($R_value)}",
  );
  strictEqual(
    body("({ async [Symbol.asyncDispose]() { await d } })"),
    "$R.ended((({ async [Symbol.asyncDispose]() {let $R_call=$R.beginCall(); await $R.guardCleanup($R.beginCleanup(),d,$R_call) } })))",
  );
});
