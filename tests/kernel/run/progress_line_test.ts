import { match, strictEqual } from "node:assert/strict";
import { progressLine } from "../../../kernel/run/progress_line.ts";

Deno.test("progressLine() shows a bar, cells and minutes", () => {
  strictEqual(
    progressLine("dropout_phase.ipynb", 5, 18, 41_000),
    "dropout_phase.ipynb  [=====>              ]  5/18  0:41",
  );
});

Deno.test("progressLine() says how long the last run took from here", () => {
  match(progressLine("a", 1, 4, 41_000, 60_000), /0:41, about 0:19 left$/);
  match(progressLine("a", 1, 4, 61_000, 60_000), /1:01$/);
  match(progressLine("a", 4, 4, 41_000, 60_000), /0:41$/);
});

Deno.test("progressLine() has the same width from none to all", () => {
  strictEqual(
    progressLine("a", 0, 8, 0),
    "a  [>                   ]  0/8  0:00",
  );
  strictEqual(
    progressLine("a", 8, 8, 3_661_999),
    "a  [====================]  8/8  61:01",
  );
  strictEqual(
    progressLine("a", 0, 0, 0),
    "a  [>                   ]  0/0  0:00",
  );
});
