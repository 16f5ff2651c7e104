import { match, strictEqual } from "node:assert/strict";
import { describe } from "../../../../kernel/child/show/failure.ts";

Deno.test("describe() says why a package lacks its native part", () => {
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
    const { evalue } = describe(new Error(message));
    strictEqual(evalue.startsWith(message), true);
    match(evalue, new RegExp(`\n${name} .* "npm install ${name}"`));
  }
  const other = "Cannot find module './a.js'";
  strictEqual(describe(new Error(other)).evalue, other);
});
