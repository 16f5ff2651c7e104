import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ProjectWatch } from "../../../kernel/config/project_watch.ts";

Deno.test("changed() tells of each change once", async () => {
  const top = await Deno.makeTempDir();
  try {
    const deep = join(top, "notes");
    await Deno.mkdir(deep);
    await Deno.writeTextFile(join(top, "deno.json"), "{}");
    const watch = new ProjectWatch(deep);
    deepStrictEqual(watch.changed(), []);
    await Deno.writeTextFile(join(top, "deno.json"), '{"imports":{}}');
    deepStrictEqual(watch.changed(), ["deno.json"]);
    deepStrictEqual(watch.changed(), []);
    await Deno.writeTextFile(join(deep, "package.json"), "{}");
    deepStrictEqual(watch.changed(), ["package.json"]);
    await Deno.remove(join(top, "deno.json"));
    deepStrictEqual(watch.changed(), ["deno.json"]);
  } finally {
    await Deno.remove(top, { recursive: true });
  }
});
