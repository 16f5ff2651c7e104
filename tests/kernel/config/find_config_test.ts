import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { findConfig } from "../../../kernel/config/find_config.ts";

Deno.test("findConfig() takes the nearest deno.json upwards", async () => {
  const top = await Deno.makeTempDir();
  try {
    const deep = join(top, "a", "b");
    await Deno.mkdir(deep, { recursive: true });
    await Deno.writeTextFile(join(top, "deno.json"), "{}");
    strictEqual(findConfig(deep), join(top, "deno.json"));
    await Deno.writeTextFile(join(top, "a", "deno.jsonc"), "{}");
    strictEqual(findConfig(deep), join(top, "a", "deno.jsonc"));
  } finally {
    await Deno.remove(top, { recursive: true });
  }
});
