import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import {
  exported,
  packageEntry,
} from "../../../../kernel/language/project/package_entry.ts";

Deno.test("exported() takes the types of an entry", () => {
  const exports = {
    ".": { import: { types: "./a.d.mts", default: "./a.mjs" } },
    "./node": { types: "./node.d.ts", node: "./node.js" },
    "./parts/*": { types: "./parts/*.d.ts" },
    "./closed": null,
  };
  strictEqual(exported(exports, "."), "./a.d.mts");
  strictEqual(exported(exports, "./node"), "./node.d.ts");
  strictEqual(exported(exports, "./parts/x/y"), "./parts/x/y.d.ts");
  strictEqual(exported(exports, "./closed"), undefined);
  strictEqual(exported(exports, "./other"), undefined);
  strictEqual(exported("./only.js", "."), "./only.js");
});

function packageOf(manifest: object, files: string[]): string {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(
    join(folder, "package.json"),
    JSON.stringify(manifest),
  );
  for (const file of files) Deno.writeTextFileSync(join(folder, file), "");
  return folder;
}

Deno.test("packageEntry() finds declarations beside JavaScript", () => {
  const folder = packageOf({ main: "a.js" }, ["a.js", "a.d.ts", "b.js"]);
  strictEqual(packageEntry(folder, ""), "a.d.ts");
  strictEqual(packageEntry(folder, "/b"), "./b.js");
  strictEqual(packageEntry(folder, "/c"), undefined);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("packageEntry() is none for what is no package", () => {
  strictEqual(packageEntry("/nowhere", ""), undefined);
});
