import { deepStrictEqual } from "node:assert/strict";
import { keepAttachments } from "../../../kernel/convert/keep_attachments.ts";
import type { Cell } from "../../../kernel/notebook/notebook.ts";

const text = (source: string, attachments?: Cell["attachments"]): Cell => ({
  cell_type: "markdown",
  id: source,
  source,
  metadata: {},
  attachments,
});
const picture = (data: string) => ({ "image/png": data });

Deno.test("keepAttachments() gives edited texts the pictures that they name, in their order", () => {
  const code: Cell = {
    ...text("'attachment:image.png'"),
    cell_type: "code",
  };
  const cells = [
    code,
    text("new"),
    text("edited ![](attachment:image.png), ![](attachment:a%20b.png)"),
    text('edited <img src="attachment:image.png">'),
    text("one more ![](attachment:image.png)"),
  ];
  keepAttachments(cells, [
    text("![](attachment:image.png)", {
      "image.png": picture("1"),
      "a b.png": picture("2"),
    }),
    text("no picture"),
    text("![](attachment:image.png)", { "image.png": picture("3") }),
  ]);
  deepStrictEqual(cells.map(({ attachments }) => attachments), [
    undefined,
    undefined,
    { "image.png": picture("1"), "a b.png": picture("2") },
    { "image.png": picture("3") },
    undefined,
  ]);
});
