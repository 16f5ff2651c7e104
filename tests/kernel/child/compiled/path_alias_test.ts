import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathAlias } from "../../../../kernel/child/compiled/path_alias.ts";

Deno.test("pathAlias() finds what a tsconfig.json above makes of a name", () => {
  const top = Deno.makeTempDirSync();
  const below = join(top, "project/notes");
  try {
    Deno.mkdirSync(below, { recursive: true });
    const write = (text: string) =>
      Deno.writeTextFileSync(join(top, "project/tsconfig.json"), text);
    write(`{ // With comments.
      "compilerOptions": { "paths": {
        "@app/*": ["./source/*"], "~/*": ["*"], "one": ["./one.ts"], } } }`);
    const found = ["@app/a.ts", "~/a.ts", "one", "@other/a.ts"]
      .map((name) => pathAlias(name, below));
    deepStrictEqual(found, [
      '"@app/": "./source/"',
      '"~/": "./"',
      undefined,
      undefined,
    ]);
    write('{"compilerOptions":{"baseUrl":"./src","paths":{"@/*":["*"]}}}');
    deepStrictEqual(pathAlias("@/a.ts", below), '"@/": "./src/"');
  } finally {
    Deno.removeSync(top, { recursive: true });
  }
});
