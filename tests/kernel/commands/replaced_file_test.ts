import { match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { converted } from "../../../kernel/commands/converted.ts";
import {
  formerNotebook,
  isToBeMarked,
  isWrittenElsewhere,
} from "../../../kernel/commands/replaced_file.ts";
import { isMarkdown } from "../../../kernel/convert/other_formats.ts";
import { withMark } from "../../../kernel/convert/written_mark.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

function notebookOf(...sources: string[]) {
  const cells = sources.map((source) => ({ cell_type: "code", source }));
  return parseNotebook(JSON.stringify({ nbformat: 4, metadata: {}, cells }));
}

const NOTEBOOK = notebookOf("a", "b");
const OTHER = notebookOf("c");

Deno.test("isWrittenElsewhere() keeps files that no conversion wrote", async (t) => {
  const folder = Deno.makeTempDirSync();
  try {
    const theirs = [
      ["a.ts", "export {};\n"],
      ["a.py", "print(1)\n"],
      ["a.md", "# Mine\n\n```ts\n1\n```\n"],
      ["a.html", "<!DOCTYPE html><p>mine"],
    ];
    for (const [name, text] of theirs) {
      await t.step(name, () => {
        const path = join(folder, name);
        const isKept = (former: string | undefined) => {
          if (former !== undefined) Deno.writeTextFileSync(path, former);
          return isWrittenElsewhere(path, NOTEBOOK);
        };
        strictEqual(isKept(undefined), false, "nothing is there");
        strictEqual(isKept(" \n"), false, "it is empty");
        strictEqual(isKept(text), true, "a person's");
        const { text: ours } = converted(OTHER, path, false);
        strictEqual(
          isKept(isMarkdown(path) ? withMark(ours) : ours),
          false,
          "a conversion's",
        );
      });
    }
    await t.step("a page that 0.2.0 wrote", () => {
      const path = join(folder, "former.html");
      Deno.writeTextFileSync(
        path,
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n' +
          '<meta http-equiv="Content-Security-Policy" content="default-src ' +
          "'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'" +
          '">\n<meta name="viewport" content="width=device-width">\n',
      );
      strictEqual(isWrittenElsewhere(path, NOTEBOOK), false);
    });
    await t.step("Markdown that the notebook was made of", () => {
      const path = join(folder, "source.md");
      Deno.writeTextFileSync(path, "# Mine\n\n```ts\n1\n```\n");
      const notebook = notebookOf("1", "2");
      strictEqual(isWrittenElsewhere(path, notebook), false);
      strictEqual(isToBeMarked(path), false);
      strictEqual(isToBeMarked(join(folder, "new.md")), true);
    });
    await t.step("what is no file is not read", () => {
      const path = join(folder, "folder.md");
      Deno.mkdirSync(path);
      strictEqual(isWrittenElsewhere(path, NOTEBOOK), false);
    });
    await t.step("a.ipynb", async () => {
      const path = join(folder, "a.ipynb");
      Deno.writeTextFileSync(path, "{}");
      await rejects(() => formerNotebook(path), (error: Error) => {
        match(error.message, /it stays; give --out$/);
        return true;
      });
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
