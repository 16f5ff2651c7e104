import { deepStrictEqual } from "node:assert/strict";
import { percent } from "../../../kernel/system/percent.ts";

Deno.test("percent() has one digit, and is 0 of nothing", () => {
  deepStrictEqual([percent(1, 3), percent(1, 0), percent(3, 2)], [
    33.3,
    0,
    150,
  ]);
});
