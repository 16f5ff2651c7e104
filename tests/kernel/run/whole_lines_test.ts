import { strictEqual } from "node:assert/strict";
import { WholeLines } from "../../../kernel/run/whole_lines.ts";

Deno.test("WholeLines says of each line whose it is, however it comes", () => {
  const lines = new WholeLines();
  strictEqual(lines.take("a", "one\ntw"), "a: one\n");
  strictEqual(lines.take("b", "1\n\n"), "b: 1\nb: \n");
  strictEqual(lines.take("a", "o\nthree"), "a: two\n");
  strictEqual(lines.end("a"), "a: three\n");
  strictEqual(lines.end("a") + lines.end("b"), "");
});
