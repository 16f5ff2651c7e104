import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { privateLock } from "../../../kernel/config/private_lock.ts";

Deno.test("privateLock() gives kernels of one process that start at once one copy", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const original = join(folder, "deno.lock");
    await Deno.writeTextFile(original, '{"version": "5"}');
    const paths = await Promise.all(
      Array.from({ length: 8 }, () => privateLock(original, folder)),
    );
    const [path] = paths;
    ok(path);
    deepStrictEqual(paths, paths.map(() => path));
    strictEqual(await Deno.readTextFile(path), '{"version": "5"}');
    const left = [...Deno.readDirSync(join(folder, "locks"))];
    strictEqual(left.length, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
