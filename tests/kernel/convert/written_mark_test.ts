import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { markdownText } from "../../../kernel/convert/markdown.ts";
import { parseMarkdown } from "../../../kernel/convert/parse_markdown.ts";
import { hasMark, withMark } from "../../../kernel/convert/written_mark.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

Deno.test("hasMark() knows Markdown that a conversion wrote, also when edited", () => {
  const text = withMark(
    markdownText(
      parseNotebook(JSON.stringify({
        nbformat: 4,
        metadata: {},
        cells: [
          { cell_type: "code", source: "1" },
          { cell_type: "markdown", source: "the end" },
        ],
      })),
      "files",
    ).text,
  );
  strictEqual(hasMark(text), true);
  strictEqual(hasMark(text.replaceAll("\n", "\r\n")), true);
  strictEqual(hasMark(`${text}\nadded by hand\n`), true);
  strictEqual(hasMark("# Mine\n\n```ts\n1\n```\n"), false);
  // It is no cell of the notebook.
  deepStrictEqual(
    parseMarkdown(text).cells.map(({ source }) => source),
    ["1", "the end"],
  );
  deepStrictEqual(
    parseMarkdown(`${text}\n\`\`\`ts\nadded\n\`\`\`\n`).cells
      .map(({ source }) => source),
    ["1", "the end", "added"],
  );
});
