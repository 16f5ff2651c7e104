import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { localModules } from "../../../kernel/run/local_modules.ts";

/** By a stand-in for TypeScript that is enough here. */
function textsOf(folder: string, ...sources: string[]): string[] {
  return localModules(
    sources,
    folder,
    (source) => [...source.matchAll(/"(.*?)"/g)].map(([, name]) => name),
  );
}

Deno.test("localModules() reads files as imports name them, each once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "modules-" });
  try {
    const write = (name: string, text: string) => {
      Deno.writeTextFileSync(join(folder, name), text);
      return text;
    };
    const a = write("a b.ts", 'export * from "./c.ts#d"; import("./e.ts");');
    const c = write("c.ts", 'import "./a%20b.ts"; import "npm:x"; import "y";');
    deepStrictEqual(
      textsOf(
        folder,
        'export { x } from "./a b.ts?1"',
        `import "${pathToFileURL(join(folder, "c.ts"))}"; import "./c.ts"`,
      ),
      [a, c, ""],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "localModules() reads no device, and no file of any length",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "modules-" });
    try {
      const path = join(folder, "long.json");
      Deno.writeTextFileSync(path, "");
      Deno.truncateSync(path, 17_000_000);
      Deno.utimeSync(path, 5, 5);
      deepStrictEqual(
        textsOf(folder, 'import "/dev/zero"; import a from "./long.json";'),
        ["", "17000000 5000"],
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
