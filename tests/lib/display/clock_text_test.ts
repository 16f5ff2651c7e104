import { deepStrictEqual } from "node:assert/strict";
import { clockText } from "../../../lib/display/clock_text.ts";

Deno.test("clockText() shows hours only where there are some", () => {
  deepStrictEqual([5000, 65_000, 3_723_000].map(clockText), [
    "0:05",
    "1:05",
    "1:02:03",
  ]);
});
