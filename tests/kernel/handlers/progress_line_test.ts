import { deepStrictEqual } from "node:assert/strict";
import { ProgressLine } from "../../../kernel/handlers/progress_line.ts";

function published(work: (line: ProgressLine) => void) {
  const sent: [string, unknown][] = [];
  const ids = new Set<string>();
  work(
    new ProgressLine((type, content) => {
      const { data, transient } = content as {
        data?: Record<string, string>;
        transient?: { display_id: string };
      };
      if (transient) ids.add(transient.display_id);
      sent.push([type, data?.["text/plain"]]);
    }),
  );
  return { sent, ids: ids.size };
}

Deno.test("a line changes in place and is gone in the end", () => {
  const found = published((line) => {
    line.end("never shown");
    line.show("1 s");
    line.show("2 s");
    line.end("3 s");
  });
  deepStrictEqual(found, {
    sent: [
      ["display_data", "1 s"],
      ["update_display_data", "2 s"],
      ["clear_output", undefined],
    ],
    ids: 1,
  });
});

Deno.test("a line beside other outputs stays", () => {
  const { sent } = published((line) => {
    line.show("1 s");
    line.stay();
    line.end("2 s");
  });
  deepStrictEqual(sent.at(-1), ["update_display_data", "2 s"]);
});
