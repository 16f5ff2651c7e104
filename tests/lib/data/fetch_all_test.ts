import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { isWhole } from "../../../lib/data/fetch_all.ts";

Deno.test("isWhole() keeps a wheel that is whole, and takes one away that was cut off", async () => {
  const folder = await Deno.makeTempDir();
  const digest = createHash("sha256").update("the wheel").digest("hex");
  const wheel = {
    name: "a-1.0-py3-none-any.whl",
    url: "https://pypi.org/project/a/",
    checksum: { algorithm: "sha256", digest } as const,
  };
  const path = join(folder, wheel.name);
  strictEqual(await isWhole(wheel, folder), false);
  for (const text of ["the wheel", "the wh", ""]) {
    await Deno.writeTextFile(path, text);
    strictEqual(await isWhole(wheel, folder), text === "the wheel");
    deepStrictEqual(
      [...Deno.readDirSync(folder)].length,
      text === "the wheel" ? 1 : 0,
    );
  }
  await Deno.remove(folder, { recursive: true });
});
