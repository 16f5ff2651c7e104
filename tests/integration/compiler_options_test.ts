/** `compilerOptions` count in cells as they do in files. */

import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TestRuntime } from "../harness/test_runtime.ts";

/** Runs cells in a folder of their own, with these options. */
async function withOptions(
  compilerOptions: Record<string, unknown>,
  work: (runtime: TestRuntime, folder: string) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const config = join(folder, "deno.json");
  await Deno.writeTextFile(config, JSON.stringify({ compilerOptions }));
  try {
    await using runtime = new TestRuntime(folder);
    await work(runtime, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const LOG = `const log = [];
function note(...args) {
  log.push(args.map((it) => typeof it === "function" ? it.name || "anonymous"
    : Array.isArray(it) ? "[" + it.map((one) => one?.name) + "]" : typeof it === "object" ? "object" : String(it)).join(" "));
}`;
const CLASS = `class Foo {}
@cls class A {
  @dec x: number = 1;
  @dec y?: Foo;
  constructor(@par a: Foo, public b: string) {}
  @dec m(@par p: number): string { return "" }
  @dec get g(): Date { return new Date() }
  @dec static s: any = 2;
}`;
const DECORATORS = `
const dec: any = (t, k, d) => note("dec", t, k, d);
const par: any = (t, k, i) => note("par", t, k, i);
const cls: any = (c) => note("cls", c);`;

Deno.test("experimentalDecorators and emitDecoratorMetadata give what files give", () =>
  withOptions(
    { experimentalDecorators: true, emitDecoratorMetadata: true },
    async (runtime, folder) => {
      const metadata =
        `Reflect.metadata = (k, v) => (t, p) => note("meta", k, v, p);`;
      const rest = `\nlog.join("\\n") + new A(new Foo(), "c").b`;
      // The same lines in a file that Deno itself compiles.
      const file = [LOG, DECORATORS, metadata, CLASS, `const all = ${rest};`];
      await Deno.writeTextFile(
        join(folder, "file.ts"),
        `// @ts-nocheck\n${file.join("\n")}\nexport default all;`,
      );
      // Deno notes for a class that it is a function; TypeScript does not.
      const expected = (await runtime.run(
        "(await import('./file.ts')).default",
      )).replace(/.*design:type Function undefined.*\n/, "");
      await runtime.run(LOG);
      await runtime.run(DECORATORS + metadata);
      match(expected, /meta design:paramtypes \[Foo,String\]/);
      strictEqual(await runtime.run(`${CLASS}\n${rest}`), expected);
      // Once more, over the class that is there, and in a function.
      await runtime.run("log.length = 0");
      strictEqual(await runtime.run(`${CLASS}\n${rest}`), expected);
      await runtime.run("log.length = 0");
      const inside = `function make() {\n${CLASS}\nreturn (${rest}) }\nmake()`;
      strictEqual(await runtime.run(inside), expected);
    },
  ));

Deno.test("classes with experimental decorators are as others are", () =>
  withOptions({ experimentalDecorators: true }, async (runtime) => {
    const run = (code: string) => runtime.run(code);
    await run("const twice: any = (c) => class extends c { v = 2 };");
    strictEqual(
      await run("@twice class A { static me() { return A } } new A().v"),
      "2",
    );
    strictEqual(await run("A.me() === A"), "true");
    strictEqual(await run("@twice class A {} new A().v"), "2");
    strictEqual(await run("class A { v = 3 } new A().v"), "3");
    strictEqual(await run("@twice class B extends A {} new B().v"), "2");
    strictEqual(await run("@twice class B extends B {} new B().v"), "2");
    strictEqual(
      await run(
        "using u = { [Symbol.dispose]() {} }; @twice class C { static c = C } new C().v",
      ),
      "2",
    );
    strictEqual(await run("new C().v"), "2");
    strictEqual(await run("@(await twice) class D {} new D().v"), "2");
    strictEqual(await run("export @twice class E {}; new E().v"), "2");
    strictEqual(
      await run(
        "let _a = 5; class F { @((() => {}) as any) [_a] = 6 } new F()[5]",
      ),
      "6",
    );
    strictEqual(await run("_a"), "5");
    strictEqual(
      await run("class G { @((t, k) => { throw new Error(k) }) m() {} }"),
      "Error: m",
    );
    strictEqual(await run("class G { m() { return 1 } } new G().m()"), "1");
  }));

Deno.test("decorators of parameters are refused without experimentalDecorators", () =>
  withOptions({}, async (runtime) => {
    match(
      await runtime.run("class A { m(@f a) {} }"),
      /^SyntaxError: A parameter has decorators only with/,
    );
    match(
      await runtime.run("class A { constructor(@f private a) {} }"),
      /experimentalDecorators/,
    );
  }));

Deno.test("temporary variables of metadata take no name that is in use", () =>
  withOptions(
    { experimentalDecorators: true, emitDecoratorMetadata: true },
    async (runtime) => {
      await runtime.run("const _a = 1, _b = 2; let dec: any = () => {};");
      await runtime.run("import type { Url } from 'node:url'");
      const cell =
        "class A { @dec x: Date; @dec y: Url; @dec z: Nowhere; @dec m(a: Nowhere) {} } _a + _b";
      strictEqual(await runtime.run(cell), "3");
    },
  ));

Deno.test("JSX is made as the options say", async () => {
  await withOptions(
    { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "F" },
    async (runtime) => {
      await runtime.run("const F = 'f', h = (...all) => all.join()");
      strictEqual(await runtime.run("<a>{<></>}</a>"), `"a,,f,"`);
    },
  );
  await withOptions(
    { jsx: "react-jsx", jsxImportSource: "./own" },
    async (runtime, folder) => {
      await Deno.mkdir(join(folder, "own"));
      await Deno.writeTextFile(
        join(folder, "own", "jsx-runtime"),
        "export const jsx = (type, { children }) => `${type}:${children}`; export const jsxs = jsx; export const Fragment = 'all';",
      );
      strictEqual(await runtime.run("<a>b</a>"), `"a:b"`);
    },
  );
});

Deno.test("an option that Deno does not take is what the first cell says", () =>
  withOptions({ jsx: "automatic" }, async (runtime) => {
    match(
      await runtime.run("1"),
      /^KernelError: The runtime did not start: .*'jsx'.*'automatic'.*'react-jsx'/,
    );
  }));
