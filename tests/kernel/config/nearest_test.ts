import { strictEqual } from "node:assert/strict";
import { didYouMean, nearest } from "../../../kernel/config/nearest.ts";

Deno.test("nearest() takes what is written alike, and nothing else", () => {
  const known = ["--timeout", "--time-limit", "--jobs", "--out", "thaw-safe"];
  for (
    const [name, meant] of [
      ["--time-out", "--timeout"],
      ["--TIMEOUT", "--timeout"],
      ["--timelimit", "--time-limit"],
      ["--job", "--jobs"],
      ["--jbos", "--jobs"],
      ["thawsafe", "thaw-safe"],
      ["--nope", undefined],
      ["", undefined],
      ["something else", undefined],
    ]
  ) strictEqual(nearest(name!, known), meant, `${name}`);
  strictEqual(nearest("a", []), undefined);
  strictEqual(nearest("sise", ["SIZE", "size", "Size"]), "size");
});

Deno.test("didYouMean() is nothing where nothing is alike", () => {
  strictEqual(didYouMean("chekc", ["check", "run"]), " (did you mean check?)");
  strictEqual(didYouMean("rnu", ["check", "run"]), " (did you mean run?)");
  strictEqual(didYouMean("nwe", ["new", "run"]), " (did you mean new?)");
  strictEqual(didYouMean("xyz", ["check"]), "");
});
