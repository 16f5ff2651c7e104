import { deepStrictEqual, ok } from "node:assert/strict";
import { sideBySide } from "../../../kernel/check/side_by_side.ts";

Deno.test("sideBySide() shows what changed, and two lines around it", () => {
  const saved = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const now = [...saved];
  now[4] = "five";
  deepStrictEqual(sideBySide(saved.join("\n"), now.join("\n"), 23, false), [
    "...",
    "3            3",
    "4            4",
    "5          | five",
    "6            6",
    "7            7",
    "...",
  ]);
  deepStrictEqual(sideBySide("a", "", 23, false), ["a          |"]);
});

Deno.test("sideBySide() colours only what differs, within its width", () => {
  const lines = sideBySide("same\n" + "x".repeat(50), "same\ny", 43, true);
  deepStrictEqual(lines[0], "same                   same");
  ok(lines[1].startsWith(`\x1b[31m${"x".repeat(20)}\x1b[39m | \x1b[32my`));
});

Deno.test("sideBySide() shows of long lines the part that differs", () => {
  const long = "x".repeat(100);
  const [line] = sideBySide(`${long}old`, `${long}new`, 43, false);
  deepStrictEqual(line, "…xxxxxxxxold         | …xxxxxxxxnew");
});
