import { strictEqual, throws } from "node:assert/strict";
import {
  judge,
  judgeAll,
  type Threshold,
} from "../../../lib/experiment/judge.ts";

Deno.test("judge() sees only what the whole interval says", () => {
  const interval = { low: 0.2, high: 0.4 };
  const expected: [Threshold, string][] = [
    [{ above: 0.1 }, "holds"],
    [{ above: 0.2 }, "not seen"],
    [{ above: 0.3 }, "not seen"],
    [{ above: 0.4 }, "does not hold"],
    [{ below: 0.5 }, "holds"],
    [{ below: 0.3 }, "not seen"],
    [{ below: 0.2 }, "does not hold"],
    [{ near: 0.3, by: 0.25 }, "holds"],
    [{ near: 0.3, by: 0.05 }, "not seen"],
    [{ near: 0.9, by: 0.1 }, "does not hold"],
    [{ equals: 0.3 }, "not seen"],
    [{ equals: 0 }, "does not hold"],
  ];
  for (const [threshold, says] of expected) {
    strictEqual(judge(interval, threshold), says, JSON.stringify(threshold));
  }
});

Deno.test("judge() takes a number as exactly known", () => {
  strictEqual(judge(0, { equals: 0 }), "holds");
  strictEqual(judge(1, { equals: 0 }), "does not hold");
  strictEqual(judge(0, { above: 0 }), "does not hold");
  strictEqual(judge(1e-9, { above: 0 }), "holds");
});

Deno.test("judge() refuses NaN and thresholds it does not know", () => {
  throws(() => judge(NaN, { above: 0 }), RangeError);
  throws(() => judge(1, { above: NaN }), RangeError);
  for (
    const threshold of [{}, { over: 1 }, { above: 1, below: 2 }, { near: 1 }]
  ) {
    throws(() => judge(1, threshold as never), /A threshold is above, below/);
  }
});

Deno.test("judgeAll() puts the parts of a claim together", () => {
  strictEqual(judgeAll(["holds", "holds"]), "holds");
  strictEqual(judgeAll(["does not hold"]), "does not hold");
  strictEqual(judgeAll(["holds", "does not hold"]), "holds with conditions");
  strictEqual(judgeAll(["holds", "not seen"]), "not seen");
  strictEqual(judgeAll(["does not hold", "not seen"]), "not seen");
  throws(() => judgeAll([]), RangeError);
});
