/**
 * Folders that try to get something done, or read, that the cells of a kernel
 * in them may not do or read. Each is written afresh; `$OUTSIDE` stands for a
 * folder beside it that holds a secret, `$CHECKOUT` for the kernel's sources.
 */

import { dirname, join } from "node:path";

export interface HostileFolder {
  name: string;
  /** Content by path; a value that begins with `-> ` is a symbolic link. */
  files: Record<string, string>;
  /** Where the notebook is, if not at the top. */
  folder?: string;
  /** Cells that try it; what they give must not hold the secret. */
  cells?: string[];
  /** The child can't start: words of the reason that must be told. */
  refused?: RegExp;
}

const CHECKOUT = new URL("../../", import.meta.url).href.replace(/\/$/, "");

/** Modules that take the secret, each in another way. */
const EVIL = {
  "evil.ts":
    'import secret from "file://$OUTSIDE/secret.txt" with { type: "text" };\n' +
    "export default secret; export const leaked = secret;\n" +
    "export const readFileSync = () => secret; globalThis.leaked = secret;\n",
  "evil_code.ts": 'export * from "file://$OUTSIDE/code.ts";',
};

const TRY = [
  "globalThis.leaked",
  '(await import("./evil.ts")).default',
  '(await import("./evil_code.ts")).leaked',
  'import fs from "node:fs"; fs.readFileSync("/etc/passwd", "utf8")',
];

function config(content: unknown, name = "deno.json") {
  return { [name]: JSON.stringify(content) };
}

/** Import maps over what the kernel might load itself. */
function maps(): HostileFolder[] {
  const keys = [
    `${CHECKOUT}/kernel/child/main.ts`,
    `${CHECKOUT}/kernel/child/output/fence.ts`,
    `${CHECKOUT}/kernel/bridge/payload.ts`,
    `${CHECKOUT}/kernel/`,
    `${CHECKOUT}/`,
    ...["file:///", "/", "./", "../", "./$deno$stdin.js", "data:"],
    ...["node:fs", "node:module", "node:process", "node:async_hooks"],
    ...["node:buffer", "node:util", "node:url", "node:path", "node:timers"],
    ...["node:child_process", "node:worker_threads", "node:crypto", "node:"],
    ...["fs", "process", "npm:", "thaw", "@tensorflow/tfjs"],
  ];
  return keys.map((key) => ({
    name: `a map over ${key.replace(CHECKOUT, "the checkout")}`,
    files: {
      ...EVIL,
      ...config({ imports: { [key]: key.endsWith("/") ? "./" : "./evil.ts" } }),
    },
    cells: [
      ...TRY,
      `(await import(${JSON.stringify(key)})).default`,
      `(await import(${
        JSON.stringify(key)
      }, { with: { type: "text" } })).default`,
    ],
  }));
}

const toSecret = { imports: { a: "$OUTSIDE/secret.txt" } };
const readMapped = [
  '(await import("a", { with: { type: "text" } })).default',
  'import a from "a" with { type: "text" }; a',
  '(await import("a")).default',
];

/** Ways to give a map, each to a file outside. */
function mapFiles(): HostileFolder[] {
  const files = {
    "a deno.json": config(toSecret),
    "a deno.jsonc": { "deno.jsonc": `// \n${JSON.stringify(toSecret)}` },
    "an external map": {
      ...config({ importMap: "./map.json" }),
      ...config(toSecret, "map.json"),
    },
    "an external map outside": config({ importMap: "$OUTSIDE/map.json" }),
    "scopes": config({ scopes: { "./": toSecret.imports } }),
    "a relative way out": config({ imports: { a: "../outside/secret.txt" } }),
    "a folder outside": config({
      imports: { "a": "b/secret.txt", "b/": "$OUTSIDE/" },
    }),
    "a data: module": config({
      imports: {
        a: 'data:text/javascript,export { default } from "file://$OUTSIDE/secret.txt" with { type: "text" }',
      },
    }),
    "package.json's imports": {
      "package.json": JSON.stringify({ imports: { "#a": "$OUTSIDE/code.ts" } }),
      "a.ts": 'export { leaked as default } from "#a";',
      ...config({ imports: { a: "./a.ts" } }),
    },
    "a config that is a link": { "deno.json": "-> $OUTSIDE/deno.json" },
  };
  return Object.entries(files).map(([name, files]) => ({
    name,
    files,
    cells: [...readMapped, 'import { leaked } from "#a"; leaked'],
  }));
}

const script = "touch $OUTSIDE/ran";
const scripts = {
  preinstall: script,
  install: script,
  postinstall: script,
  prepare: script,
};
const evilPackage = {
  "evil/package.json": JSON.stringify({
    name: "evil",
    version: "1.0.0",
    main: "index.js",
    scripts,
  }),
  "evil/index.js": "module.exports = 1;",
};

/** Scripts that Deno or npm would run when packages are installed. */
function installScripts(): HostileFolder[] {
  // Deno runs scripts only where it installs something: a package of the cache.
  const dependencies = { "fastest-levenshtein": "1.0.16" };
  const manifest = (more = {}) => ({
    "package.json": JSON.stringify({
      name: "p",
      version: "1.0.0",
      dependencies,
      scripts,
      ...more,
    }),
  });
  const auto = { nodeModulesDir: "auto", allowScripts: true };
  const cases: Record<string, Record<string, string>> = {
    "auto and allowScripts": { ...config(auto), ...manifest() },
    "auto, true as before Deno 2": {
      ...config({ nodeModulesDir: true, allowScripts: true }),
      ...manifest(),
    },
    "auto in a jsonc with comments": {
      "deno.jsonc": '{ "nodeModulesDir": /* */ "auto", "allowScripts": true, }',
      ...manifest(),
    },
    "a package of the folder": {
      ...config({ ...auto, allowScripts: ["npm:evil"] }),
      ...manifest({ dependencies: { evil: "file:./evil" } }),
      ...evilPackage,
    },
    "a workspace's member": {
      ...config(auto),
      ...manifest({ workspaces: ["evil"] }),
      ...evilPackage,
    },
    "a package.json alone": manifest({ dependencies: { evil: "file:./evil" } }),
    "links": {
      ...config({ ...auto, links: ["./evil"] }),
      ...manifest({ dependencies: { evil: "1.0.0" } }),
      ...evilPackage,
    },
    "links by their old name": {
      ...config({ ...auto, patch: ["./evil"] }),
      ...manifest({ dependencies: { evil: "1.0.0" } }),
      ...evilPackage,
    },
    "tasks": config({ tasks: { install: script, dev: script } }),
  };
  const cells = ['import evil from "evil"; evil'];
  return [
    ...Object.entries(cases).map(([name, files]) => ({
      name: `install scripts: ${name}`,
      files,
      cells,
    })),
    ...["none", "manual"].map((nodeModulesDir) => ({
      name: `install scripts: a member of a workspace says ${nodeModulesDir}`,
      files: {
        ...config({ ...auto, workspace: ["./nb"] }),
        ...manifest(),
        ...config({ nodeModulesDir }, "nb/deno.json"),
      },
      folder: "nb",
      cells,
    })),
  ];
}

/**
 * A `node_modules` in which Deno would find work to do, and links where it
 * would write.
 */
function filled(): HostileFolder[] {
  const links = ["node_modules/.bin", "node_modules/.deno/node_modules"];
  return links.map((link) => ({
    name: `a node_modules that looks filled, with a link ${link}`,
    files: {
      ...config({ nodeModulesDir: "auto", allowScripts: true }),
      "package.json": JSON.stringify({
        name: "p",
        version: "1.0.0",
        devDependencies: { typescript: "6.0.3" },
        scripts,
      }),
      "deno.lock": '{"version":"5","npm":{}}',
      "node_modules/.deno/x.txt": "",
      [link]: "-> $OUTSIDE",
    },
  }));
}

/** Lock files that lie elsewhere, or that lead there. */
function locks(): HostileFolder[] {
  const cases: Record<string, Record<string, string>> = {
    "an absolute path": config({ lock: "$OUTSIDE/lock.json" }),
    "a relative path": config({ lock: "../outside/lock.json" }),
    "an object": config({
      lock: { path: "$OUTSIDE/lock.json", frozen: false },
    }),
    "a file that is there": config({ lock: "$OUTSIDE/secret.txt" }),
    "a link": { ...config({}), "deno.lock": "-> $OUTSIDE/secret.txt" },
    "a link to nothing": { ...config({}), "deno.lock": "-> $OUTSIDE/new.lock" },
    "a linked folder": {
      ...config({ lock: "./in/deno.lock" }),
      "in": "-> $OUTSIDE",
    },
    "beside a package.json": {
      "package.json": "{}",
      "deno.lock": "-> $OUTSIDE/new.lock",
    },
  };
  return Object.entries(cases).map(([name, files]) => ({
    name: `a lock file: ${name}`,
    files,
    cells: ['import ts from "npm:typescript@6.0.3"; ts.version'],
  }));
}

/** Folders of packages that lead elsewhere. */
function packages(): HostileFolder[] {
  const files = {
    "package.json": JSON.stringify({ dependencies: { evil: "1" } }),
    "node_modules/evil": "-> $OUTSIDE",
  };
  const inside = {
    "package.json": JSON.stringify({ dependencies: { evil: "1" } }),
    "node_modules/evil/package.json": JSON.stringify({
      name: "evil",
      version: "1.0.0",
      main: "../../../outside/code.js",
      exports: { ".": "./main.js", "./secret": "./secret.txt" },
    }),
    "node_modules/evil/main.js":
      'module.exports = require("../../../outside/code.js");',
    "node_modules/evil/secret.txt": "-> $OUTSIDE/secret.txt",
  };
  const cells = [
    'import evil from "evil"; evil',
    '(await import("evil/code.js")).default',
    '(await import("evil/secret.txt", { with: { type: "text" } })).default',
    '(await import("./node_modules/evil/secret.txt", { with: { type: "text" } })).default',
    'import { createRequire } from "node:module"; createRequire(import.meta.url)("evil")',
    'require("evil")',
  ];
  return [
    { name: "node_modules: a link to a folder outside", files, cells },
    {
      name: "node_modules: the same, with a deno.json",
      files: { ...files, ...config({ nodeModulesDir: "manual" }) },
      cells,
    },
    {
      name: "node_modules: a package that requires outside",
      files: inside,
      cells: cells.filter((cell) => !cell.includes("secret.txt")),
    },
  ];
}

/** What else stands in configuration. */
function others(): HostileFolder[] {
  const cases: Record<string, Omit<HostileFolder, "name">> = {
    "JSX by a module outside": {
      files: config({
        compilerOptions: { jsx: "react-jsx", jsxImportSource: "evil" },
        imports: { "evil/jsx-runtime": "$OUTSIDE/code.ts" },
      }),
      cells: ["<b>x</b>"],
    },
    "types of a module outside": {
      files: config({ compilerOptions: { types: ["$OUTSIDE/code.ts"] } }),
      cells: ["globalThis.leaked"],
    },
    "permissions that it gives itself": {
      files: config({ permissions: { default: { read: true, run: true } } }),
      cells: ['Deno.readTextFileSync("$OUTSIDE/secret.txt")'],
    },
    "unstable features": {
      files: config({
        unstable: ["sloppy-imports", "raw-imports", "kv", "ffi"],
      }),
      cells: [
        '(await import("$OUTSIDE/secret.txt", { with: { type: "text" } })).default',
      ],
    },
    "variables of the environment": {
      files: {
        ".env": "DENO_AUTH_TOKENS=x\nNODE_OPTIONS=--require=./evil.ts",
        ...EVIL,
        ...config({}),
      },
      cells: TRY,
    },
    "a registry of its own": {
      files: {
        ".npmrc":
          "registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=${HOME}",
        ...config({}),
      },
      cells: ['import x from "npm:thaw-never-published@1"'],
    },
    "a vendor folder": {
      files: config({ vendor: true }),
      cells: ['import "https://127.0.0.1:9/x.ts"'],
    },
    "a link to a package outside": {
      files: config({
        links: ["../outside"],
        imports: { a: "jsr:@evil/evil@1" },
      }),
      cells: [
        'import { leaked } from "@evil/evil"; leaked',
        'import { leaked } from "a"; leaked',
        'import { leaked } from "jsr:@evil/evil@1"; leaked',
      ],
    },
    "a program for standard input": {
      files: {
        "$deno$stdin.js": "globalThis.leaked = 1;",
        "$deno$stdin.mts": "",
        ...EVIL,
      },
      cells: ['await import("./$deno$stdin.js")', ...TRY],
    },
    "modules to be loaded first, and plugins": {
      files: {
        ...EVIL,
        ...config({
          preload: ["./evil.ts"],
          require: ["./evil.ts"],
          lint: { plugins: ["./evil.ts"] },
          compilerOptions: { plugins: [{ transform: "./evil.ts" }] },
          run: { permissions: { read: true } },
          test: { permissions: { read: true } },
          envFile: ".env",
          certificate: "$OUTSIDE/secret.txt",
        }),
        ".env": "NODE_OPTIONS=--require=./evil.ts",
        "tsconfig.json": JSON.stringify({
          extends: "$OUTSIDE/secret.txt",
          compilerOptions: { plugins: [{ name: "./evil.ts" }] },
        }),
      },
      cells: TRY,
    },
    "a package that leads to itself": {
      files: {
        ...EVIL,
        "package.json": JSON.stringify({
          name: "self",
          type: "module",
          exports: { ".": "./evil.ts", "./a": "./a.js" },
          imports: { "#a": "#b", "#b": "#a", "#c": "$OUTSIDE/code.ts" },
          dependencies: { self: "file:." },
        }),
        "a.js": 'import "self/a"; export { leaked } from "#c";',
      },
      cells: [
        '(await import("self")).leaked',
        '(await import("self/a")).leaked',
        '(await import("./a.js")).leaked',
        '(await import("#a")).leaked',
        '(await import("#c")).leaked',
      ],
    },
    "hooks for modules": {
      files: { "a.txt": "" },
      cells: [
        `import { registerHooks } from "node:module";
        const hooks = registerHooks({
          resolve: (name, context, next) =>
            name === "mine" ? { url: "file://$OUTSIDE/code.ts", shortCircuit: true } : next(name, context),
        });
        try { console.log((await import("mine")).leaked) } catch {}
        hooks.deregister()`,
        `let seen;
        const readers = registerHooks({
          load: (url, context, next) => {
            if (!url.includes("mine")) return next(url, context);
            seen = next("file://$OUTSIDE/code.ts", { ...context, format: "module" });
            return { format: "module", source: "", shortCircuit: true };
          },
        });
        try { await import("data:text/javascript,//mine") } catch {}
        readers.deregister(); seen`,
      ],
    },
    "a database that takes another one in": {
      files: { "a.txt": "" },
      cells: [
        'import { DatabaseSync } from "node:sqlite"; const db = new DatabaseSync(":memory:"); 1',
        "db.exec(\"ATTACH DATABASE '$OUTSIDE/new.db' AS a; CREATE TABLE a.b(c)\")",
        "db.exec(\"VACUUM INTO '$OUTSIDE/new.db'\")",
      ],
    },
    "an import map of a server": {
      files: config({ importMap: "http://127.0.0.1:9/map.json" }),
      refused: /import map/,
    },
    "a link to a server": {
      files: config({ links: ["http://127.0.0.1:9/package"] }),
      refused: /link/,
    },
    "a workspace outside": {
      files: config({ workspace: ["../outside"] }),
      refused: /nested|workspace/i,
    },
    "a tsconfig.json without an end": {
      files: { "package.json": "{}", "tsconfig.json": "-> /dev/zero" },
      refused: /tsconfig\.json is a pipe or a device/,
    },
    "no JSON": { files: { "deno.json": "{ imports" }, refused: /deno\.json/ },
    "JSON that is no object": {
      files: { "deno.json": "5" },
      refused: /deno\.json|config/i,
    },
    "a folder of that name": { files: { "deno.json/x.txt": "" }, cells: TRY },
  };
  return Object.entries(cases).map(([name, rest]) => ({ name, ...rest }));
}

export const HOSTILE_FOLDERS: HostileFolder[] = [
  ...maps(),
  ...mapFiles(),
  ...installScripts(),
  ...filled(),
  ...locks(),
  ...packages(),
  ...others(),
];

/** What lies outside; `secret` is in each of its files. */
export function outsideFiles(secret: string): Record<string, string> {
  return {
    "secret.txt": secret,
    "code.ts": `export const leaked = "${secret}"; export default leaked;` +
      " export const jsx = () => leaked; globalThis.leaked = leaked;",
    "code.js": `module.exports = "${secret}";`,
    "index.js": `module.exports = "${secret}";`,
    "map.json": '{ "imports": { "a": "./secret.txt" } }',
    "deno.json":
      '{ "name": "@evil/evil", "version": "1.0.0", "exports": "./code.ts", "imports": { "a": "./secret.txt" } }',
    "package.json": '{ "name": "evil", "version": "1.0.0", "main": "code.js" }',
  };
}

/** Writes files below `folder`. */
export async function writeFiles(
  folder: string,
  files: Record<string, string>,
  outside: string,
) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    const content = text.replaceAll("$OUTSIDE", outside);
    if (content.startsWith("-> ")) await Deno.symlink(content.slice(3), path);
    else await Deno.writeTextFile(path, content);
  }
}
