/**
 * Small projects as users have them, with cells that import from them. Each
 * gives in a cell what it gives in a file beside the notebook under `deno run`.
 */

export interface Project {
  name: string;
  /** Content by path; `-> target` is a symbolic link. */
  files: Record<string, string>;
  /** The notebook's folder, if not the project's. */
  folder?: string;
  /** Code of a cell that prints something. */
  cell: string;
  /** What a cell prints where `deno run` can't; why is the case's name. */
  ours?: string;
  /** Imports a package that must be downloaded first. */
  online?: boolean;
}

const json = (value: unknown) => JSON.stringify(value);
const map = (imports: unknown, more = {}) => ({
  "deno.json": json({ imports, ...more }),
});
const MS = "npm:ms@2.1.3";
const MS_INTEGRITY =
  "sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==";
const useMs = 'import ms from "ms"; console.log(ms("2 days"));';

/** A package that lies in node_modules already, as npm leaves it. */
function installed(name: string, code = `module.exports = "${name}";`) {
  return {
    [`node_modules/${name}/package.json`]: json({ name, version: "1.2.3" }),
    [`node_modules/${name}/index.js`]: code,
  };
}
const dependsOn = (name: string, more = {}) => ({
  "package.json": json({ dependencies: { [name]: "^1.0.0" }, ...more }),
});
const useGreet = 'import greet from "greet"; console.log(greet);';

const maps: Project[] = [
  {
    name: "a name for an npm package",
    files: map({ ms: MS }),
    cell: useMs,
    online: true,
  },
  {
    name: "the same in a deno.jsonc",
    files: { "deno.jsonc": `{ // comment\n "imports": { "ms": "${MS}", } }` },
    cell: useMs,
    online: true,
  },
  {
    name: "the same in an external map",
    files: {
      "deno.json": json({ importMap: "./maps/map.json" }),
      "maps/map.json": json({ imports: { ms: MS } }),
    },
    cell: useMs,
    online: true,
  },
  {
    name: "a package that takes another one, both by a range",
    files: map({ zustand: "npm:zustand@^5.0.0", immer: "npm:immer@^10.0.0" }),
    cell:
      'import { immer } from "zustand/middleware/immer"; import { produce } from "immer"; console.log(typeof immer, produce({ a: 1 }, (it) => { it.a++; }));',
    online: true,
  },
  {
    name: "a package that takes another one, older than the newest it may take",
    files: map({
      "preact-render-to-string": "npm:preact-render-to-string@6.8.2",
      preact: "npm:preact@10.29.8",
    }),
    cell:
      'import render from "preact-render-to-string"; import { h } from "preact"; console.log(render(h("p", null, "one preact")));',
    online: true,
  },
  {
    name: "a path into a package",
    files: map({ "ms/": "npm:/ms@2.1.3/" }),
    cell: 'import ms from "ms/index.js"; console.log(ms("1h"));',
    online: true,
  },
  {
    name: "a package that a module of the folder imports",
    files: {
      ...map({ ms: MS }),
      "a.ts": 'import ms from "ms"; export const day: number = ms("1d");',
    },
    cell: 'import { day } from "./a.ts"; console.log(day);',
    online: true,
  },
  {
    name: "a package without a configuration",
    files: {},
    cell: `import ms from "${MS}"; console.log(ms("2 days"));`,
    online: true,
  },
  {
    name: "a package by a computed name",
    files: map({ ms: MS }),
    cell:
      'const name = "m" + "s"; const { default: ms } = await import(name); console.log(ms("1m"));',
    online: true,
  },
  {
    name: "require of a package that nothing imports",
    files: map({ ms: MS }),
    cell:
      'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); console.log(require("ms")("1m"));',
    online: true,
  },
  {
    name: "a package beside an existing lock",
    files: {
      ...map({ ms: MS }),
      "deno.lock": json({ version: "5", specifiers: {}, npm: {} }),
    },
    cell: useMs,
    online: true,
  },
  {
    name: "a lock that pins an older version",
    files: {
      ...map({ ms: "npm:ms@^2.0.0" }),
      "deno.lock": json({
        version: "5",
        specifiers: { "npm:ms@2": "2.0.0" },
        npm: {
          "ms@2.0.0": {
            integrity:
              "sha512-Tpp60P6IUJDTuOq/5Z8cdskzJujfwqfOTkrwIwj7IRISpnkJnT6SyJ4PCPnGMoFjC9ddhal5KVIYtAt97ix05A==",
          },
        },
        workspace: { dependencies: ["npm:ms@2"] },
      }),
    },
    cell:
      'import { createRequire } from "node:module"; import ms from "ms"; console.log(ms("1h"));',
    online: true,
  },
  {
    name: "a name for a file",
    files: {
      ...map({ mine: "./src/mine.ts" }),
      "src/mine.ts": "export default 6;",
    },
    cell: 'import mine from "mine"; console.log(mine);',
  },
  {
    name: "two names, of which one imports while it is loaded",
    files: {
      ...map({ one: "./one.ts", two: "./two.ts" }),
      "one.ts": 'export { optional } from "./dependency.ts";',
      "dependency.ts":
        'export let optional = "absent"; try { await import("absent"); optional = "here"; } catch { /* As vega with canvas. */ }',
      "two.ts": "export default 2;",
    },
    cell:
      'import { optional } from "one"; import two from "two"; console.log(optional, two);',
  },
  {
    name: "a name for a folder",
    files: { ...map({ "@/": "./src/" }), "src/a/b.ts": "export const b = 7;" },
    cell: 'import { b } from "@/a/b.ts"; console.log(b);',
  },
  {
    name: "the root of the project as /, as Deno's manual has it",
    files: {
      ...map({ "/": "./", "./": "./" }),
      "a/b.ts": "export const b = 8;",
    },
    cell:
      'import { b } from "/a/b.ts"; import { b as c } from "./a/b.ts"; console.log(b, b === c);',
  },
  {
    name: "the same from a folder of the project",
    files: {
      ...map({ "/": "./", "./": "./" }),
      "a/b.ts": "export const b = 8;",
      "notes/x.ts": "export const x = 1;",
    },
    folder: "notes",
    cell:
      'import { b } from "/a/b.ts"; import { x } from "./x.ts"; console.log(b, x);',
  },
  {
    name: "scopes",
    files: {
      "deno.json": json({
        imports: { x: "./one.ts" },
        scopes: { "./lib/": { x: "./two.ts" } },
      }),
      "one.ts": "export default 1;",
      "two.ts": "export default 2;",
      "lib/a.ts": 'export { default } from "x";',
    },
    cell: 'import a from "./lib/a.ts"; import x from "x"; console.log(a, x);',
  },
  {
    name: "a data: module",
    files: map({ d: "data:text/javascript,export default 9" }),
    cell: 'import d from "d"; console.log(d);',
  },
  {
    name: "a configuration two folders up",
    files: {
      ...map({ mine: "./m.ts" }),
      "m.ts": "export default 3;",
      "a/b/x.ts": "",
    },
    folder: "a/b",
    cell: 'import m from "mine"; console.log(m);',
  },
  {
    name: "a package's own name",
    files: {
      "deno.json": json({
        name: "@me/pkg",
        version: "1.0.0",
        exports: "./mod.ts",
      }),
      "mod.ts": "export const a = 4;",
    },
    cell: 'import { a } from "@me/pkg"; console.log(a);',
  },
];

const manifests: Project[] = [
  {
    name: "package.json and node_modules",
    files: { ...dependsOn("greet"), ...installed("greet") },
    cell: useGreet,
  },
  {
    name: "the same with a deno.json",
    files: { ...dependsOn("greet"), ...installed("greet"), "deno.json": "{}" },
    cell: useGreet,
  },
  {
    name: "the same, manual",
    files: {
      ...dependsOn("greet"),
      ...installed("greet"),
      "deno.json": json({ nodeModulesDir: "manual" }),
    },
    cell: useGreet,
  },
  {
    name: "the same, from a module of the folder",
    files: {
      ...dependsOn("greet"),
      ...installed("greet"),
      "a.ts": 'export { default } from "greet";',
    },
    cell: 'import a from "./a.ts"; console.log(a);',
  },
  {
    name: "a package with exports, types and a path",
    files: {
      ...dependsOn("greet"),
      "node_modules/greet/package.json": json({
        name: "greet",
        version: "1.0.0",
        type: "module",
        exports: {
          ".": { import: "./m.js", require: "./c.cjs" },
          "./sub/*": "./sub/*.js",
        },
      }),
      "node_modules/greet/m.js":
        'export const way = "import"; export default 1;',
      "node_modules/greet/c.cjs": 'exports.way = "require";',
      "node_modules/greet/sub/x.js": "export const x = 5;",
    },
    cell:
      'import { way } from "greet"; import { x } from "greet/sub/x"; console.log(way, x);',
  },
  {
    name: "require of a package",
    files: { ...dependsOn("greet"), ...installed("greet") },
    cell:
      'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); console.log(require("greet"));',
  },
  {
    name: "node_modules of the folder above",
    files: { ...dependsOn("greet"), ...installed("greet"), "notes/x.ts": "" },
    folder: "notes",
    cell: useGreet,
  },
  {
    name: "packages that npm links from a workspace",
    files: {
      "package.json": json({ workspaces: ["packages/*"] }),
      "packages/a/package.json": json({
        name: "a",
        version: "1.0.0",
        main: "a.js",
        type: "module",
      }),
      "packages/a/a.js": 'export default "from a";',
      "packages/b/package.json": json({
        name: "b",
        version: "1.0.0",
        dependencies: { a: "*" },
      }),
      "packages/b/notes/x.ts": "",
      "node_modules/a": "-> ../packages/a",
      "node_modules/b": "-> ../packages/b",
    },
    folder: "packages/b/notes",
    cell: 'import a from "a"; console.log(a);',
  },
  {
    name: "packages of a member that npm puts beside the workspace",
    files: {
      ...installed("greet"),
      "package.json": json({ workspaces: ["nb"] }),
      "nb/package.json": json({ dependencies: { greet: "^1.0.0" } }),
    },
    folder: "nb",
    cell: useGreet,
  },
  {
    name: "node_modules above a package.json that says only what files are",
    files: {
      ...dependsOn("greet"),
      ...installed("greet"),
      "notes/package.json": json({ type: "module" }),
      "notes/a.js": 'export { default } from "greet";',
    },
    folder: "notes",
    cell: 'import greet from "./a.js"; console.log(greet);',
  },
  {
    name: "a deno.json below the node_modules of another project",
    files: {
      ...dependsOn("greet"),
      ...installed("greet"),
      "notes/deno.json": json({ imports: { ms: MS } }),
    },
    folder: "notes",
    cell: `${useMs} console.log((await import("greet").catch((e) => e)).name);`,
    online: true,
  },
  {
    name: "a package.json below the deno.json of another project",
    files: {
      "deno.json": json({ nodeModulesDir: "none", imports: { greet: MS } }),
      "notes/package.json": json({ dependencies: { greet: "^1.0.0" } }),
      "notes/node_modules/greet/package.json": json({
        name: "greet",
        version: "1.2.3",
      }),
      "notes/node_modules/greet/index.js": 'module.exports = "its own";',
    },
    folder: "notes",
    cell: useGreet,
  },
  {
    name: "a dependency from the cache, none",
    files: {
      ...dependsOn("ms", { dependencies: { ms: "2.1.3" } }),
      "deno.json": json({ nodeModulesDir: "none" }),
    },
    cell: useMs,
    online: true,
  },
  {
    name: "a dependency that nobody installed",
    files: { "package.json": json({ dependencies: { ms: "2.1.3" } }) },
    cell: useMs,
    ours: "172800000",
    online: true,
  },
  {
    name: "a dependency, auto, and one that it takes if it is there",
    files: {
      "package.json": json({
        dependencies: { zustand: "^5.0.0", immer: "^10.0.0" },
      }),
      "deno.json": json({ nodeModulesDir: "auto" }),
    },
    cell:
      'import { immer } from "zustand/middleware/immer"; console.log(typeof immer);',
    online: true,
  },
  {
    name: "a node_modules that Deno has made, with a package that was edited",
    files: {
      ...map({ ms: MS }, { nodeModulesDir: "auto" }),
      "deno.lock": json({
        version: "5",
        specifiers: { [MS]: "2.1.3" },
        npm: { "ms@2.1.3": { integrity: MS_INTEGRITY } },
        workspace: { dependencies: [MS] },
      }),
      "node_modules/.deno/ms@2.1.3/.initialized": "",
      "node_modules/.deno/ms@2.1.3/node_modules/ms/package.json": json({
        name: "ms",
        version: "2.1.3",
      }),
      "node_modules/.deno/ms@2.1.3/node_modules/ms/index.js":
        'module.exports = () => "edited";',
      "node_modules/ms": "-> .deno/ms@2.1.3/node_modules/ms",
    },
    cell:
      'import ms from "ms"; import escape from "npm:escape-html@1.0.3"; console.log(ms(1), escape("<"));',
    online: true,
  },
  {
    name: "imports of package.json",
    files: {
      "package.json": json({
        imports: { "#lib/*": "./lib/*", "#one": "./lib/a.ts" },
      }),
      "lib/a.ts": "export const a = 5;",
    },
    cell:
      'import { a } from "#lib/a.ts"; import { a as b } from "#one"; console.log(a, b);',
  },
  {
    name: "options of a bundler's, which Deno ignores",
    files: {
      "deno.json": json({
        compilerOptions: { target: "es2022", esModuleInterop: true },
      }),
      "a.ts": "export const a: number = 1;",
      // Not looked at where the deno.json has options.
      "tsconfig.json": json({
        compilerOptions: { experimentalDecorators: true },
      }),
    },
    cell:
      'import { a } from "./a.ts"; const count = (...all: unknown[]) => console.log(all.length); class A { @count b() {} } console.log(a, A.name);',
  },
  {
    name: "a tsconfig.json about another folder",
    files: {
      "package.json": "{}",
      "tsconfig.json": json({
        include: ["src"],
        compilerOptions: { experimentalDecorators: true },
      }),
    },
    cell:
      "const count = (...all: unknown[]) => console.log(all.length); class A { @count b() {} } console.log(A.name);",
  },
  {
    name: "a tsconfig.json beside a package.json",
    files: {
      "package.json": json({ type: "module" }),
      "tsconfig.json": json({
        compilerOptions: { experimentalDecorators: true },
      }),
    },
    cell:
      "const at = (_, key, index) => console.log(key, index); class A { m(@at x) {} }",
  },
  {
    name: "type: commonjs",
    files: {
      "package.json": json({ type: "commonjs" }),
      "a.js": "exports.a = 1; exports.f = __filename.length > 0;",
    },
    cell: 'import { a, f } from "./a.js"; console.log(a, f);',
  },
];

const shapes: Project[] = [
  {
    name: "a package for Deno, Node and browsers",
    files: {
      ...dependsOn("greet"),
      "node_modules/greet/package.json": json({
        name: "greet",
        version: "1.0.0",
        type: "module",
        exports: {
          browser: "./browser.js",
          deno: "./deno.js",
          node: "./node.js",
        },
      }),
      ...Object.fromEntries(
        ["browser", "deno", "node"].map((name) => [
          `node_modules/greet/${name}.js`,
          `export default "${name}";`,
        ]),
      ),
    },
    cell: useGreet,
  },
  {
    name: "a generated client beside its package",
    files: {
      ...dependsOn("@orm/client"),
      "node_modules/@orm/client/package.json": json({
        name: "@orm/client",
        version: "1.0.0",
        main: "index.js",
      }),
      "node_modules/@orm/client/index.js":
        'module.exports = { ...require(".orm/client") };',
      "node_modules/.orm/client/index.js":
        'Object.defineProperty(exports, "__esModule", { value: true }); exports.Client = class { where = require("path").basename(__dirname); };',
    },
    cell:
      'import orm from "@orm/client"; console.log(new orm.Client().where, Object.keys(orm).join());',
  },
  {
    name: "a member of a monorepo in TypeScript",
    files: {
      "package.json": json({ workspaces: ["apps/*", "packages/*"] }),
      "apps/web/package.json": json({
        name: "web",
        dependencies: { "@me/ui": "*" },
      }),
      "apps/web/notes/x.ts": "",
      "packages/ui/package.json": json({
        name: "@me/ui",
        version: "1.0.0",
        type: "module",
        exports: { ".": "./src/index.ts", "./button": "./src/button.ts" },
      }),
      "packages/ui/src/index.ts": 'export * from "./button.ts";',
      "packages/ui/src/button.ts":
        "export enum Kind { Large = 'large' } export const button = (kind: Kind) => `<button ${kind}>`;",
      "node_modules/@me/ui": "-> ../../packages/ui",
      "node_modules/web": "-> ../apps/web",
    },
    folder: "apps/web/notes",
    cell:
      'import { button, Kind } from "@me/ui"; import { button as same } from "@me/ui/button"; console.log(button(Kind.Large), same === button);',
  },
  {
    name: "CommonJS in a circle",
    files: {
      "a.cjs": 'exports.a = 1; exports.b = require("./b.cjs").b;',
      "b.cjs": 'exports.b = require("./a.cjs").a + 1;',
    },
    cell: 'import { b } from "./a.cjs"; console.log(b);',
  },
  {
    name: "TypeScript as .cts and .mts",
    files: {
      "a.cts":
        'import p = require("node:path"); export = { base: p.basename };',
      "b.mts": "export const b: number = 2;",
    },
    cell:
      'import a from "./a.cts"; import { b } from "./b.mts"; console.log(a.base("x/y"), b);',
  },
];

const programs: Project[] = [
  {
    name: "fork of node:child_process",
    files: {
      "f.js":
        'process.on("message", (m) => { process.send({ got: m }); process.disconnect(); });',
    },
    cell:
      'import { fork } from "node:child_process"; const f = fork("./f.js"); f.send("hi"); console.log(await new Promise((r) => f.on("message", r)));',
  },
  {
    name: "Worker of node:worker_threads",
    files: {
      "t.mjs":
        'import { parentPort, workerData } from "node:worker_threads"; parentPort.postMessage(workerData * 2);',
    },
    cell:
      'import { Worker as Thread } from "node:worker_threads"; const t = new Thread(new URL("./t.mjs", import.meta.url), { workerData: 21 }); console.log(await new Promise((r) => t.on("message", r))); await t.terminate();',
  },
  {
    name: "a server that a cell asks and closes",
    files: {
      "server.ts":
        'export const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => Response.json({ ok: true }));',
    },
    cell:
      'import { server } from "./server.ts"; console.log(await (await fetch(`http://127.0.0.1:${server.addr.port}/`)).text()); await server.shutdown();',
  },
];

const platform: Project[] = [
  {
    name: "a database of node:sqlite in a file",
    files: {},
    cell:
      'import { DatabaseSync } from "node:sqlite"; const db = new DatabaseSync("x.db"); db.exec("create table t(a, b)"); db.prepare("insert into t values (?, ?)").run(1, "one"); console.log(db.prepare("select * from t").all()); db.close();',
  },
  {
    name: "what is unstable in Deno, turned on by the folder",
    files: {
      "deno.json": json({ unstable: ["kv", "raw-imports"] }),
      "x.bin": "abc",
    },
    cell:
      'import bytes from "./x.bin" with { type: "bytes" }; using kv = await Deno.openKv(":memory:"); await kv.set(["a"], bytes.length); console.log((await kv.get(["a"])).value);',
  },
  {
    name: "a signal, a file of variables, and time that is up",
    files: { ".env": "THAW_TEST_PLACE=here" },
    cell:
      'import process from "node:process"; process.loadEnvFile(".env"); const came = new Promise((r) => process.once("SIGUSR2", r)); process.kill(process.pid, "SIGUSR2"); console.log(await came, process.env.THAW_TEST_PLACE); const late = AbortSignal.timeout(1); await new Promise((r) => setTimeout(r, 2)); console.log(`${late.reason}`);',
  },
];

const workspaces: Project[] = [
  {
    name: "a workspace member's own imports",
    files: {
      "deno.json": json({
        workspace: ["./one", "./two"],
        imports: { shared: "./shared.ts" },
      }),
      "shared.ts": 'export default "shared";',
      "one/deno.json": json({
        name: "@w/one",
        version: "1.0.0",
        exports: "./mod.ts",
        imports: { own: "./own.ts" },
      }),
      "one/own.ts": 'export default "own";',
      "one/mod.ts": "export const one = 1;",
      "one/notes/x.ts": "",
      "two/deno.json": json({
        name: "@w/two",
        version: "1.0.0",
        exports: "./mod.ts",
      }),
      "two/mod.ts": "export const two = 2;",
    },
    folder: "one/notes",
    cell:
      'import own from "own"; import shared from "shared"; import { two } from "@w/two"; import { one } from "@w/one"; console.log(own, shared, one, two);',
  },
  {
    name: "a member with a package.json",
    files: {
      "deno.json": json({ workspace: ["./one"] }),
      "one/package.json": json({
        name: "one",
        version: "1.0.0",
        imports: { "#a": "./a.ts" },
      }),
      "one/a.ts": "export default 11;",
    },
    folder: "one",
    cell: 'import a from "#a"; console.log(a);',
  },
  {
    name: "a linked package",
    files: {
      "deno.json": json({ links: ["./pkg"], imports: { p: "jsr:@me/p@1" } }),
      "pkg/deno.json": json({
        name: "@me/p",
        version: "1.0.0",
        exports: "./mod.ts",
      }),
      "pkg/mod.ts": "export const p = 12;",
    },
    cell: 'import { p } from "p"; console.log(p);',
  },
];

const files: Project[] = [
  {
    name: "JSON and text",
    files: { "a.json": '{"a":[1]}', "a.txt": "text ü" },
    cell:
      'import j from "./a.json" with { type: "json" }; import t from "./a.txt" with { type: "text" }; console.log(j.a[0], t);',
  },
  {
    name: "CommonJS that requires more",
    files: {
      "a.cjs":
        'module.exports = { n: require("./b.cjs").n + require("./c.json").c };',
      "b.cjs": "exports.n = 20;",
      "c.json": '{"c":1}',
    },
    cell: 'import a from "./a.cjs"; console.log(a.n);',
  },
  {
    name: "TypeScript that is more than types",
    files: {
      "a.ts":
        "export enum E { A = 3 } export namespace N { export const x = 4; } export class P { constructor(public y: number) {} }",
    },
    cell:
      'import { E, N, P } from "./a.ts"; console.log(E.A, E[3], N.x, new P(5).y);',
  },
  {
    name: "a file of the folder above",
    files: { "shared/x.ts": "export const x = 1;", "notes/y.ts": "" },
    folder: "notes",
    cell: 'import { x } from "../shared/x.ts"; console.log(x);',
  },
  {
    name: "an odd name of a folder",
    files: { "a b#c%20ü😀[d]/x.ts": "export const x = import.meta.dirname;" },
    folder: "a b#c%20ü😀[d]",
    cell:
      'import { x } from "./x.ts"; console.log(x === import.meta.dirname, import.meta.url.split("/").at(-2));',
  },
  {
    name: "top-level await and a circle",
    files: {
      "a.ts":
        'import { b } from "./b.ts"; export const a = await Promise.resolve(1); export const sum = () => a + b();',
      "b.ts": 'import { a } from "./a.ts"; export const b = () => a;',
    },
    cell: 'import { sum } from "./a.ts"; console.log(sum());',
  },
  {
    name: "where a module is",
    files: {
      "sub/a.ts":
        'export const here = [import.meta.url.endsWith("/sub/a.ts"), import.meta.dirname!.endsWith("sub"), import.meta.resolve("./b.ts").endsWith("/sub/b.ts"), import.meta.main];',
    },
    cell: 'import { here } from "./sub/a.ts"; console.log(here.join());',
  },
  {
    name: "where a cell is",
    files: {},
    cell:
      'console.log(import.meta.url.endsWith("/notebook.ts"), import.meta.dirname === Deno.cwd(), import.meta.resolve("./x.ts").endsWith("/x.ts"), import.meta.main, process.argv[1] === import.meta.filename, process.argv.length, Deno.mainModule === import.meta.url, Deno.args);',
  },
  {
    name: "a module that waits to be read",
    files: { "late.ts": 'console.log("late"); export const a = 1;' },
    cell:
      'import defer * as late from "./late.ts"; console.log("first"); console.log(late.a, late === await import.defer("./late.ts"));',
  },
  {
    name: "a computed path",
    files: { "one.ts": "export const n = 1;", "two.ts": "export const n = 2;" },
    cell:
      'for (const name of ["one", "two"]) console.log((await import(`./${name}.ts`)).n);',
  },
  {
    name: "side effects, namespaces, star exports",
    files: {
      "a.ts":
        'globalThis.seen = (globalThis.seen ?? 0) + 1; export * from "./b.ts"; export * as inner from "./b.ts"; export default 1;',
      "b.ts": "export const b = 2;",
    },
    cell:
      'import "./a.ts"; import * as all from "./a.ts"; import d, { b, inner } from "./a.ts"; console.log(globalThis.seen, Object.keys(all).join(), d, b, inner.b);',
  },
  {
    name: "extensions left out, where the folder allows it",
    files: {
      "deno.json": json({ unstable: ["sloppy-imports"] }),
      "a.ts": "export const a = 1;",
    },
    cell: 'import { a } from "./a"; console.log(a);',
  },
  {
    name: "JSX by a module of the folder",
    files: {
      ...map({ "mine/jsx-runtime": "./runtime.ts" }, {
        compilerOptions: { jsx: "react-jsx", jsxImportSource: "mine" },
      }),
      "runtime.ts":
        "export const jsx = (type, { children }) => `<${type}>${children}`;",
      "b.tsx": "export const b = <i>in</i>;",
    },
    cell: 'import { b } from "./b.tsx"; console.log(b);',
  },
  {
    name: "a module that throws",
    files: { "a.ts": '\nthrow new TypeError("at the top");' },
    cell:
      'try { await import("./a.ts"); } catch (e) { console.log(e.name, e.message); }',
  },
  {
    name: "a module that is not there",
    files: { "a.ts": 'import "./none.ts";' },
    cell:
      'try { await import("./a.ts"); } catch (e) { console.log(e.name, e.message.includes("none.ts")); }',
  },
  {
    name: "a Worker of the folder",
    files: { "w.ts": "const n: number = 5; postMessage(n * 2);" },
    cell:
      'const w = new Worker(new URL("./w.ts", import.meta.url), { type: "module" }); console.log(await new Promise((r) => w.onmessage = (e) => r(e.data))); w.terminate();',
  },
  {
    name: "a subprocess that reads standard input",
    files: {},
    cell:
      'const { stdout } = await new Deno.Command("cat", { stdin: "inherit" }).output(); console.log(stdout.length);',
  },
  {
    name: "files by relative paths",
    files: { "data/x.csv": "a,b\n1,2\n" },
    cell:
      'console.log(Deno.readTextFileSync("data/x.csv").length, (await fetch(new URL("./data/x.csv", import.meta.url)).then((r) => r.text())).length);',
  },
  {
    name: "WebAssembly as a module, and as its source",
    files: {
      // A function `add` of two integers; all bytes are ASCII.
      "add.wasm": atob(
        "AGFzbQEAAAABBwFgAn9/AX8DAgEABwcBA2FkZAAACgkBBwAgACABags=",
      ),
    },
    cell:
      'import { add } from "./add.wasm"; import source code from "./add.wasm"; console.log(add(2, 3), code instanceof WebAssembly.Module);',
  },
  {
    name: "WebAssembly",
    files: {
      "a.ts":
        "export const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);",
    },
    cell:
      'import { bytes } from "./a.ts"; console.log(WebAssembly.validate(bytes));',
  },
];

export const PROJECTS: Project[] = [
  ...maps,
  ...manifests,
  ...shapes,
  ...programs,
  ...platform,
  ...workspaces,
  ...files,
];
