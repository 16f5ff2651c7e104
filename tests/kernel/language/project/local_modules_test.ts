import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { LocalModules } from "../../../../kernel/language/project/local_modules.ts";

Deno.test("LocalModules tells edits of the user's files at once, of the kernel's later", () => {
  const folder = Deno.makeTempDirSync();
  const [own, kernels] = [join(folder, "a.ts"), join(folder, "rare", "b.ts")];
  Deno.mkdirSync(join(folder, "rare"));
  const edit = (second: number) => {
    for (const path of [own, kernels]) {
      Deno.writeTextFileSync(path, "");
      Deno.utimeSync(path, second, second);
    }
  };
  edit(1);
  const modules = new LocalModules(join(folder, "rare"));
  modules.note([own, kernels]);
  const editedAt = (now: number) => modules.edited(now).map(({ path }) => path);
  deepStrictEqual(editedAt(0), []);
  edit(2);
  deepStrictEqual(editedAt(1), [own]);
  deepStrictEqual(editedAt(1999), []);
  deepStrictEqual(editedAt(2000), [kernels]);
  Deno.removeSync(folder, { recursive: true });
});
