import { match, strictEqual } from "node:assert/strict";
import { advice } from "../../../../kernel/child/show/advice.ts";

Deno.test("advice() says why a package lacks its native part", () => {
  const messages = {
    canvas: "Cannot find module '../build/Release/canvas.node'\n" +
      "Require stack:\n- /cache/npm/registry.npmjs.org/canvas/3.0.1/index.js",
    "better-sqlite3": "Could not locate the bindings file. Tried:\n" +
      " → /a/node_modules/.pnpm/b@1/node_modules/better-sqlite3/build/better_sqlite3.node",
    "@tensorflow/tfjs-node":
      "The Node.js native addon module (tfjs_binding.node) can not be found at " +
      "path: /cache/npm/registry.npmjs.org/@tensorflow/tfjs-node/4.22.0/lib/" +
      "napi-v8/tfjs_binding.node. \nPlease run command",
  };
  for (const [name, message] of Object.entries(messages)) {
    match(
      advice(message, true),
      new RegExp(`\n${name} .* "npm install ${name}"`),
    );
  }
  const other = "Cannot find module './a.js'";
  strictEqual(advice(other, true), "");
});

Deno.test("advice() says how a notebook gets what is unstable in Deno", () => {
  strictEqual(
    advice("Deno.openKv is not a function", true),
    ': it is unstable in Deno, and "unstable": ["kv"] in the deno.json ' +
      "beside the notebook turns it on",
  );
  strictEqual(advice("openKv is not a function", true), "");
});

Deno.test("advice() tells a cell of imports, and a file of CommonJS", () => {
  match(advice("require is not defined", true), /^: a cell imports/);
  match(advice("require is not defined", false), /^: Deno takes this file/);
  match(advice("exports is not defined", false), /"type": "commonjs"$/);
  strictEqual(advice("exports is not defined", true), "");
});

Deno.test("advice() says what names of Python, terminals and pages are here", () => {
  const expected = {
    print: /^: console\.log\(\) prints$/,
    True: /^: in TypeScript it is true$/,
    ls: /^: a command of a terminal: .*\$`ls`\)\.stdout/,
    md: /^: it is Deno\.jupyter\.md$/,
    document: /npm:linkedom/,
    React: /npm:react/,
  };
  for (const [name, text] of Object.entries(expected)) {
    match(advice(`${name} is not defined`, true), text);
    const elsewhere = advice(`${name} is not defined`, false);
    if (name === "document") {
      match(elsewhere, /^: this code is made for a page/);
    } else strictEqual(elsewhere, "");
    strictEqual(advice(`${name} is not a function`, true), "");
  }
  strictEqual(advice("toString is not defined", true), "");
  // Of a list, or of a tree.
  strictEqual(advice("node is not defined", true), "");
  strictEqual(advice("head is not defined", true), "");
});

Deno.test("advice() says how a file beside the notebook has a URL", () => {
  const given = (path: string) => advice(`Invalid URL: '${path}'`, true);
  match(given("./a b.csv"), /import\.meta\.resolve\("\.\/a b\.csv"\)/);
  match(given("people.csv"), /import\.meta\.resolve\("\.\/people\.csv"\)/);
  strictEqual(given("example.com"), "");
  strictEqual(given("/people.csv"), "");
  match(
    advice("Classic workers are not supported.", true),
    /new Worker\(import\.meta\.resolve\(/,
  );
});
