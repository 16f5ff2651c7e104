import { strictEqual, throws } from "node:assert/strict";
import { breakCondition } from "../../../kernel/debug/break_condition.ts";
import { DebugError } from "../../../kernel/debug/debug_error.ts";

/** Each time from the first to the `times`th: whether it pauses. */
function pauses(
  asked: { condition?: string; hitCondition?: string; logMessage?: string },
  times: number,
): string {
  const text = breakCondition({ line: 1, ...asked }, "hits.n");
  const condition = new Function("hits", "i", `return ${text}`);
  const hits = {};
  return Array.from({ length: times }, (_, i) => condition(hits, i) ? "x" : "-")
    .join("");
}

Deno.test("breakCondition() takes types off a condition", () => {
  strictEqual(pauses({ condition: "(i as number) > 1" }, 4), "--xx");
});

Deno.test("breakCondition() counts hits as debugpy does", () => {
  strictEqual(pauses({ hitCondition: "2" }, 4), "-x--");
  strictEqual(pauses({ hitCondition: ">= 3" }, 4), "--xx");
  strictEqual(pauses({ hitCondition: "%2" }, 5), "-x-x-");
  strictEqual(pauses({ condition: "i > 0", hitCondition: "2" }, 4), "--x-");
});

Deno.test("breakCondition() prints a log point's message and never pauses", () => {
  const printed: unknown[] = [];
  const log = console.log;
  console.log = (text) => printed.push(text);
  try {
    strictEqual(pauses({ logMessage: "i is {i}, `${2}` \"{'a'}\"" }, 2), "--");
  } finally {
    console.log = log;
  }
  strictEqual(printed[1], 'i is 1, `$2` "a"');
});

Deno.test("breakCondition() has none where nothing is asked for", () => {
  const empty = { line: 1, condition: " ", hitCondition: "", logMessage: "" };
  strictEqual(breakCondition(empty, "n"), undefined);
});

Deno.test("breakCondition() refuses what is no condition", () => {
  const condition = { line: 1, condition: "a b" };
  const hits = { line: 1, hitCondition: "often" };
  throws(() => breakCondition(condition, "n"), DebugError);
  throws(() => breakCondition(hits, "n"), /A hit condition is a number/);
});
