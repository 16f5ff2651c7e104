import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { notebookFolder } from "../../../kernel/run/notebook_folder.ts";

Deno.test("notebookFolder() follows a link to the folder, none to the notebook", () => {
  const top = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    Deno.mkdirSync(join(top, "project/notes"), { recursive: true });
    Deno.mkdirSync(join(top, "other"));
    Deno.writeTextFileSync(join(top, "other/a.ipynb"), "");
    Deno.symlinkSync("project/notes", join(top, "link"));
    Deno.symlinkSync("../../other/a.ipynb", join(top, "project/notes/a.ipynb"));
    strictEqual(
      notebookFolder(join(top, "link", "a.ipynb")),
      join(top, "project/notes"),
    );
    strictEqual(
      notebookFolder(join(top, "gone", "a.ipynb")),
      join(top, "gone"),
    );
  } finally {
    Deno.removeSync(top, { recursive: true });
  }
});
