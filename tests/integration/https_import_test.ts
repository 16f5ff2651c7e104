/** `https:` imports of cells, from a server of the test's own. */

import { match, strictEqual } from "node:assert/strict";
import { HttpsServer } from "../harness/https_server.ts";
import { InstalledKernel } from "../harness/installed_kernel.ts";

const MODULES = {
  "/main.ts": 'export { half } from "./half.js";\n' +
    "export default (x: number): number => 2 * x;",
  "/half.js": "export const half = 0.5;",
};

Deno.test("a cell imports from https, statically and dynamically", async () => {
  await using server = HttpsServer.start(MODULES);
  await using kernel = await InstalledKernel.start([], server.env);
  const url = `https://${server.host}/main.ts`;

  const first = await kernel.run(
    `import double, { half } from "${url}";\ndouble(half)`,
  );
  strictEqual(first.result, "1");
  const second = await kernel.run(
    `const main = await import("${url}");\nmain.half === half`,
  );
  strictEqual(second.result, "true");

  const { result } = await kernel.run(
    `import { none } from "https://${server.host}/none.ts";`,
  );
  match(String(result), /^TypeError: Module not found .*none\.ts/);
  strictEqual((await kernel.run("half")).result, "0.5");

  // Types, too, of what is in the cache by now; asked until a server is there.
  const typed = `import twice from "${url}"; twice(1).`;
  for (let matches: string[] = []; !matches.includes("toFixed");) {
    const reply = await kernel.client.complete(typed, typed.length);
    matches = reply.status === "ok" ? reply.matches : [];
  }
});

Deno.test("a cell imports only from the hosts it was allowed", async () => {
  await using server = HttpsServer.start(MODULES);
  await using other = HttpsServer.start(MODULES);
  await using kernel = await InstalledKernel.start(
    [`--allow-import=${server.host}`],
    server.env,
  );
  const allowed = await kernel.run(
    `import { half } from "https://${server.host}/main.ts";\nhalf`,
  );
  strictEqual(allowed.result, "0.5");

  for (
    const code of [
      `import "https://${other.host}/main.ts";`,
      `await import("https://${other.host}/main.ts")`,
    ]
  ) {
    const { result } = await kernel.run(code);
    match(String(result), /--allow-import/);
    match(String(result), new RegExp(other.host));
  }
  // To import is not to talk: that takes --allow-net.
  const { result } = await kernel.run(
    `await fetch("https://${server.host}/half.js").catch(String)`,
  );
  match(String(result), /NotCapable: .*--allow-net/);
});
