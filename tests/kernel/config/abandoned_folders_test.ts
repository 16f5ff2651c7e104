import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { removeAbandoned } from "../../../kernel/config/abandoned_folders.ts";

Deno.test("removeAbandoned() removes what ended processes left, nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // Process ids stay below 2^22, so this one never ran.
    const names = ["a-4194305", `a-${Deno.pid}`, "b-4194305", "a-x"];
    for (const name of names) {
      await Deno.mkdir(join(folder, name, "in"), { recursive: true });
    }
    removeAbandoned(folder, /^a-(\d+)$/);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    deepStrictEqual(left, [`a-${Deno.pid}`, "a-x", "b-4194305"].sort());
    removeAbandoned(join(folder, "missing"), /^a-(\d+)$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
