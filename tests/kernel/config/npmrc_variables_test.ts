import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { npmrcVariables } from "../../../kernel/config/npmrc_variables.ts";

Deno.test("npmrcVariables() finds what a folder's .npmrc names, and not what the user's own does", async () => {
  const home = await Deno.makeTempDir();
  const folder = join(home, "project", "notes");
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(join(home, ".npmrc"), "_authToken=${NPM_TOKEN}");
    const names = ["NPM_TOKEN", "SECRET", "OTHER", "DEEP"];
    deepStrictEqual(npmrcVariables(folder, home, names), []);
    await Deno.writeTextFile(
      join(home, "project", ".npmrc"),
      "registry=https://a/\n//a/:_authToken=${SECRET}${DEEP-x}",
    );
    deepStrictEqual(npmrcVariables(folder, home, names), ["SECRET", "DEEP"]);
    await Deno.writeTextFile(join(folder, ".npmrc"), "x=${NPM_TOKEN?}");
    deepStrictEqual(npmrcVariables(folder, home, names), [
      ...["NPM_TOKEN", "SECRET", "DEEP"],
    ]);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
