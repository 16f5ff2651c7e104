import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { writeBeside } from "../../../kernel/install/write_beside.ts";

Deno.test("writeBeside() leaves nothing of a file that the disk had no room for", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "deno");
  await writeBeside(path, (half) => Deno.writeTextFile(half, "whole"));
  const full = new Error("No space left on device");
  await rejects(
    writeBeside(path, async (half) => {
      await Deno.writeTextFile(half, "ha");
      throw full;
    }),
    full,
  );
  deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
    "deno",
  ]);
  strictEqual(await Deno.readTextFile(path), "whole");
  await Deno.remove(folder, { recursive: true });
});
