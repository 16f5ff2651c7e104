import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
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

Deno.test("privateLock() makes the copy in a folder of its own where the cache can't be written to", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const original = join(folder, "deno.lock");
    await Deno.writeTextFile(original, '{"version": "5"}');
    // A file stands where the cache's folder would be.
    const paths = [
      await privateLock(original, original),
      await privateLock(original, original),
    ];
    const [path] = paths;
    ok(path);
    deepStrictEqual(paths, [path, path]);
    strictEqual(await Deno.readTextFile(path), '{"version": "5"}');
    if (Deno.build.os !== "windows") {
      strictEqual(Deno.statSync(dirname(path)).mode! & 0o777, 0o700);
    }
    await Deno.remove(dirname(path), { recursive: true });
    strictEqual(await privateLock(join(folder, "none"), folder), undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
