import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastingDeno } from "../../../kernel/install/lasting_deno.ts";

Deno.test("lastingDeno() is the running one where that stays", () => {
  const path = join("/usr", "bin", "deno");
  deepStrictEqual(lastingDeno(path, "2.9.6", "/data"), { path });
});

Deno.test("lastingDeno() is a copy of one in a cache that gets cleaned", () => {
  const passing = [
    join("/h", ".npm", "_npx", "ab12", "node_modules", "deno", "deno"),
    join("/h", ".cache", "pnpm", "dlx", "ab12", "deno"),
    join(tmpdir(), "deno"),
  ];
  for (const path of passing) {
    const { path: kept, copyOf } = lastingDeno(path, "2.9.6", "/data");
    strictEqual(copyOf, path);
    strictEqual(kept.startsWith(join("/data", "deno-2.9.6")), true);
  }
});

Deno.test("lastingDeno() copies no copy of its own, wherever the home lies", () => {
  const data = join(tmpdir(), "home", "thaw");
  const path = join(data, "deno-2.9.6", "deno");
  deepStrictEqual(lastingDeno(path, "2.9.6", data), { path });
});
