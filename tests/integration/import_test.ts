/**
 * Modules of the notebook's folder: one per file, and fresh when edited.
 */

import { match, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { libraryImports, withImports } from "../../kernel/commands/init.ts";
import { TestRuntime } from "../harness/test_runtime.ts";

/** Writes modules that were last edited on the given days of 2020. */
async function writeModules(
  folder: string,
  modules: Record<string, [day: number, text: string]>,
) {
  for (const [name, [day, text]] of Object.entries(modules)) {
    const path = join(folder, name);
    await Deno.writeTextFile(path, text);
    const edited = new Date(Date.UTC(2020, 0, day));
    await Deno.utime(path, edited, edited);
  }
}

Deno.test("a module that two others import is one, whatever their ages", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeModules(folder, {
      "old.ts": [1, 'export class Shared {}\nimport "./new.ts";'],
      "new.ts": [9, "export {};"],
      "left.ts": [2, 'export { Shared } from "./old.ts";'],
      "right.ts": [2, 'export { Shared } from "./old.ts";'],
      "both.ts": [
        2,
        'export { Shared as Left } from "./left.ts";\n' +
        'export { Shared as Right } from "./right.ts";\n' +
        'export { Shared } from "./old.ts";',
      ],
    });
    await using runtime = new TestRuntime(folder);
    const code = 'import { Left, Right, Shared } from "./both.ts";\n' +
      "Left === Right && Left === Shared";
    strictEqual(await runtime.run(code), "true");
    strictEqual(
      await runtime.run('(await import("./old.ts")).Shared === Shared'),
      "true",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a module is fresh when it, or what it imports, was edited", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeModules(folder, {
      "inner.ts": [1, "export const value = 1;"],
      "outer.ts": [2, 'export { value } from "./inner.ts";'],
    });
    await using runtime = new TestRuntime(folder);
    const code = 'import { value } from "./outer.ts";\nvalue';
    strictEqual(await runtime.run(code), "1");

    await writeModules(folder, { "inner.ts": [3, "export const value = 2;"] });
    strictEqual(await runtime.run(code), "2");

    await writeModules(folder, { "inner.ts": [4, "export const value = 3;"] });
    strictEqual(await runtime.run(code), "3");

    // Where another import saw the edit before: in this cell, in an earlier one.
    const own = 'import { value as own } from "./inner.ts";\n';
    await writeModules(folder, { "inner.ts": [5, "export const value = 4;"] });
    strictEqual(await runtime.run(`${own}${code} * 10 + own`), "44");
    await writeModules(folder, { "inner.ts": [6, "export const value = 5;"] });
    strictEqual(await runtime.run(`${own}own`), "5");
    strictEqual(await runtime.run(`${code} * 10 + own`), "55");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("JSX is what the deno.json says", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const config = join(folder, "deno.json");
    const jsx = { jsx: "react-jsx", jsxImportSource: "mine" };
    const imports = { "mine/jsx-runtime": "./runtime.ts" };
    const text = JSON.stringify({ compilerOptions: jsx, imports });
    await Deno.writeTextFile(config, text);
    await Deno.writeTextFile(
      join(folder, "runtime.ts"),
      "export const jsx = (type, { children }) => type + children;",
    );
    await using runtime = new TestRuntime(folder);
    strictEqual(await runtime.run("<b>x</b>"), '"bx"');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a name that the config lacks is told by the name, also after a reload", async () => {
  const message = 'TypeError: "no-such-name" is not among the imports of ' +
    'deno.json; a package is "npm:no-such-name", a file "./no-such-name"';
  const cell = 'import "./a.ts"; import x from "no-such-name"';
  const [before, after] = await rerun(
    { "a.ts": "1", "deno.json": '{"imports":{"a":"./a.ts"}}' },
    cell,
    (folder) => Deno.writeTextFile(join(folder, "a.ts"), "2"),
  );
  strictEqual(before, message);
  strictEqual(after, message);
  const npm = { "package.json": '{"dependencies":{"ms":"2"}}', "a.ts": "1" };
  const [told] = await rerun(
    npm,
    cell,
    (folder) => Deno.remove(`${folder}/a.ts`),
  );
  strictEqual(
    told,
    message.replace(";", " or the dependencies of package.json;"),
  );
});

Deno.test("names of a bundler's, and require, are told what to write", async () => {
  await using runtime = new TestRuntime();
  const alias = await runtime.run('await import("@/a.ts")');
  match(alias, /deno\.json; "@\/": "\.\/src\/" there makes paths/);
  const jsx = await runtime.run(
    "/** @jsxImportSource nosuch */ const element = <b />; element",
  );
  match(jsx, /deno\.json; JSX needs it: "nosuch": "npm:nosuch" there/);
  const require = await runtime.run('require("fs")');
  match(require, /^ReferenceError: require is not defined: .*createRequire/);
  match(
    await runtime.run("__dirname"),
    /is not defined: .*import\.meta\.dirname/,
  );
  const common = "data:text/javascript,module.exports = 1";
  match(
    await runtime.run(`await import(${JSON.stringify(common)})`),
    /^ReferenceError: module is not defined: .*"type": "commonjs"$/,
  );
  const file = import.meta.filename!.replace(/\.ts$/, "");
  const sloppy = await runtime.run(
    `await import(${JSON.stringify(`file://${file}`)})`,
  );
  match(
    sloppy,
    /Maybe add a '\.ts' extension or have "unstable": \["sloppy-imports"\] in deno\.json$/,
  );
  const table = await Deno.makeTempFile({ suffix: ".csv" });
  await Deno.writeTextFile(table, "name,age\n");
  const address = JSON.stringify(pathToFileURL(table));
  match(
    await runtime.run(`await import(${address})`),
    /^ReferenceError: \w+ is not defined; `with \{ type: "text" \}`/,
  );
  await Deno.remove(table);
});

Deno.test("a package is required after a cell in which another could not be imported", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const name = "fastest-levenshtein";
    const imports = { gone: "./gone.ts", [name]: `npm:${name}@1.0.16` };
    const config = join(folder, "deno.json");
    await Deno.writeTextFile(config, JSON.stringify({ imports }));
    await using runtime = new TestRuntime(folder);
    const failed = await runtime.run(`import "gone"; import "${name}"`);
    match(failed, /Module not found/);
    const required = await runtime.run(
      'import { createRequire } from "node:module";' +
        "const require = createRequire(import.meta.url);" +
        `require("${name}").distance("ab", "cb")`,
    );
    strictEqual(required, "1");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Runs the cell, changes the folder, and runs it again. */
async function rerun(
  files: Record<string, string | Uint8Array>,
  cell: string,
  change: (folder: string) => Promise<void>,
): Promise<[before: string, after: string]> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      await Deno.writeFile(join(folder, name), bytes);
    }
    await using runtime = new TestRuntime(folder);
    const before = await runtime.run(cell);
    await change(folder);
    return [before, await runtime.run(cell)];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A module `f` that exports the number. */
function wasm(value: number): Uint8Array {
  // deno-fmt-ignore
  return new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127,
    3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, value, 11]);
}

Deno.test("whatever kind of file was edited, it is loaded anew", async (t) => {
  const cases: [
    name: string,
    files: Record<string, string | Uint8Array>,
    cell: string,
    edit: Record<string, string | Uint8Array>,
  ][] = [
    ["a module", { "a.ts": "export default 1;" }, 'import a from "./a.ts"; a', {
      "a.ts": "export default 2;",
    }],
    [
      "CommonJS",
      { "a.cjs": "module.exports = 1;" },
      'import a from "./a.cjs"; a',
      { "a.cjs": "module.exports = 2;" },
    ],
    [
      "what CommonJS requires",
      {
        "a.cjs": 'module.exports = require("./b.cjs");',
        "b.cjs": "module.exports = 1;",
      },
      'import a from "./a.cjs"; a',
      { "b.cjs": "module.exports = 2;" },
    ],
    [
      "JSON",
      { "a.json": '{"a":1}' },
      'import a from "./a.json" with { type: "json" }; a.a',
      { "a.json": '{"a":2}' },
    ],
    [
      "JSON of a module",
      {
        "a.ts": 'export { default } from "./b.json" with { type: "json" };',
        "b.json": "1",
      },
      'import a from "./a.ts"; a',
      { "b.json": "2" },
    ],
    [
      "text",
      { "a.txt": "1" },
      'import a from "./a.txt" with { type: "text" }; Number(a)',
      { "a.txt": "2" },
    ],
    [
      "WebAssembly",
      { "a.wasm": wasm(1) },
      'import { f } from "./a.wasm"; f()',
      { "a.wasm": wasm(2) },
    ],
    [
      "a file that a name stands for",
      { "a.ts": "export default 1;" },
      'import a from "mine/a.ts"; a',
      { "a.ts": "export default 2;" },
    ],
    [
      "a file that a name in a module stands for",
      {
        "a.ts": "export default 1;",
        "b.ts": 'export { default } from "mine/a.ts";',
      },
      'import a from "./b.ts"; a',
      { "a.ts": "export default 2;" },
    ],
    [
      "what was not there at first",
      {},
      `await import("./a.ts").catch(() => {
        Deno.writeTextFileSync("./a.ts", "export default 1");
      });
      const { default: a } = await import("./a.ts"); a`,
      { "a.ts": "export default 2;" },
    ],
    [
      "what a name stands for and was not there at first",
      {},
      `await import("mine/a.ts").catch(() => {
        Deno.writeTextFileSync("./a.ts", "export default 1");
      });
      const { default: a } = await import("mine/a.ts"); a`,
      { "a.ts": "export default 2;" },
    ],
    [
      "what a module imports, of which a cell was told that it is not there",
      { "b.ts": 'export { default } from "./a.ts";' },
      `await import("./a.ts").catch(() => {
        Deno.writeTextFileSync("./a.ts", "export default 1");
      });
      const { default: a } = await import("./b.ts"); a`,
      { "a.ts": "export default 2;" },
    ],
    [
      "what a module imports and was not there at first",
      { "a.ts": 'export { default } from "./b.ts";' },
      `await import("./a.ts").catch(() => {
        Deno.writeTextFileSync("./b.ts", "export default 1");
      });
      const { default: a } = await import("./a.ts"); a`,
      { "b.ts": "export default 2;" },
    ],
  ];
  const folder = await Deno.makeTempDir();
  const write = async (name: string, content: string | Uint8Array) => {
    if (typeof content !== "string") {
      return await Deno.writeFile(join(folder, name), content);
    }
    // What a name stands for, in the folder of each case.
    const own = content.replaceAll('"mine/', `"${dirname(name)}/`);
    await Deno.writeTextFile(join(folder, name), own);
  };
  const names = cases.map((_, at) => [`${at}/`, `./${at}/`]);
  await write(
    "deno.json",
    JSON.stringify({ imports: Object.fromEntries(names) }),
  );
  await using runtime = new TestRuntime(folder);
  for (const [at, [name, files, cell, edit]] of cases.entries()) {
    await t.step(name, async () => {
      await Deno.mkdir(join(folder, String(at)));
      for (const [name, content] of Object.entries(files)) {
        await write(`${at}/${name}`, content);
      }
      const code = cell.replaceAll('"./', `"./${at}/`)
        .replaceAll('"mine/', `"${at}/`);
      const before = await runtime.run(code);
      for (const [name, content] of Object.entries(edit)) {
        const path = join(folder, String(at), name);
        const { mtime } = await Deno.stat(path);
        await write(`${at}/${name}`, content);
        // As `cp -p`, `tar` and `git checkout` may leave it.
        const older = new Date(mtime!.getTime() - 1e6);
        await Deno.utime(path, older, older);
      }
      strictEqual(`${before},${await runtime.run(code)}`, "1,2");
    });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a module that is gone, or broken, is not taken from memory", async () => {
  const folder = await Deno.makeTempDir();
  const write = (name: string, text: string) =>
    Deno.writeTextFile(join(folder, name), text);
  await write("a.ts", 'export * from "./b.ts";');
  await write(
    "b.ts",
    'import c from "./c.json" with { type: "json" };\n' +
      "export const value = c;",
  );
  await write("c.json", "1");
  await using runtime = new TestRuntime(folder);
  const code = 'import { value } from "./a.ts"; value';
  strictEqual(await runtime.run(code), "1");

  await Deno.rename(join(folder, "c.json"), join(folder, "d.json"));
  const { href } = pathToFileURL(join(folder, "c.json"));
  match(await runtime.run(code), /^TypeError: Module not found "[^"?]+c.json"/);
  match(await runtime.run(code), /^TypeError: Module not found/);

  await write("c.json", "{");
  const broken = await runtime.run(code);
  match(broken, /^SyntaxError: .*JSON/);
  strictEqual(broken.split("\n")[0].endsWith(` in ${href}`), true, broken);

  await write("c.json", "2");
  strictEqual(await runtime.run(code), "2");
  await Deno.remove(join(folder, "b.ts"));
  match(await runtime.run(code), /^TypeError: Module not found "[^"?]+b.ts"/);
  await write("b.ts", "export const value = (;");
  const text = await runtime.run(code);
  match(text, /Expression expected/);
  strictEqual(text.includes("?v="), false, text);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a module that was only touched stays the same", async () => {
  const [before, after] = await rerun(
    { "a.ts": "export class A {}" },
    'import { A } from "./a.ts"; globalThis.first ??= A; A === globalThis.first',
    async (folder) => {
      await Deno.utime(join(folder, "a.ts"), new Date(), new Date());
    },
  );
  strictEqual(`${before} ${after}`, "true true");
});

Deno.test("a module that failed is tried again, whatever it failed by", async () => {
  const [before, after] = await rerun(
    { "a.ts": 'export default Deno.readTextFileSync("data.txt");' },
    'import a from "./a.ts"; a',
    (folder) => Deno.writeTextFile(join(folder, "data.txt"), "there"),
  );
  strictEqual(before.startsWith("NotFound"), true, before);
  strictEqual(after, '"there"');
});

Deno.test("an edited module may import a package that nothing has imported yet", async () => {
  const [before, after] = await rerun(
    {
      "deno.json": '{"imports":{"tsbs":"npm:ts-blank-space@0.9.0"}}',
      "a.ts": "export default 1;",
    },
    'import a from "./a.ts"; typeof a',
    (folder) =>
      Deno.writeTextFile(
        join(folder, "a.ts"),
        'export { default } from "tsbs";',
      ),
  );
  strictEqual(`${before} ${after}`, '"number" "function"');
});

Deno.test("a project of the user's own imports the library once it is told where", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "deno.json");
  const cell =
    'import * as tf from "@tensorflow/tfjs"; import { dropout } from "thaw"; ' +
    "dropout({ rate: 0.5 }) instanceof tf.layers.Layer";
  try {
    await Deno.writeTextFile(path, '{"imports":{"mine":"./mine.ts"}}');
    {
      await using runtime = new TestRuntime(folder);
      const answer = await runtime.run('import { dropout } from "thaw"; 1');
      strictEqual(/`thaw init`/.test(answer), true, answer);
    }
    const { text } = withImports(
      await Deno.readTextFile(path),
      libraryImports(),
    );
    await Deno.writeTextFile(path, text);
    await using runtime = new TestRuntime(folder);
    strictEqual(
      await runtime.run(cell.replace("tf.layers.Layer", "Object")),
      "true",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
