import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathsBelow } from "../../../kernel/config/paths_below.ts";

Deno.test("pathsBelow() lists files and folders by whole paths", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thaw-" });
  try {
    await Deno.mkdir(join(folder, "data"));
    for (const name of ["people.csv", ".hidden", "data/a b.json"]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    deepStrictEqual(pathsBelow("./pe", folder).sort(), [
      "./data/",
      "./people.csv",
    ]);
    deepStrictEqual(pathsBelow("../data/", join(folder, "data")), [
      "../data/a b.json",
    ]);
    deepStrictEqual(pathsBelow(`${folder}/data/x`, "/"), [
      `${folder}/data/a b.json`,
    ]);
    deepStrictEqual(pathsBelow("@/data/", folder, "@/"), ["@/data/a b.json"]);
    deepStrictEqual(pathsBelow("./none/", folder), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
