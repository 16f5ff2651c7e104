import { strictEqual } from "node:assert/strict";
import { callText, RootCode } from "../../../kernel/bridge/child_calls.ts";

Deno.test("callText() gives an expression that makes the call", () => {
  strictEqual(callText("$a", "turn"), "$a.turn()");
  strictEqual(callText("$a", "interrupt", [1, 2]), "$a.interrupt([1,2])");
  strictEqual(
    callText("$a", "deliver", 3, '{"a":"\u2028"}', "early"),
    '$a.deliver(3,"{\\"a\\":\\"\u2028\\"}","early")',
  );
  strictEqual(
    callText("$a", "members", new RootCode("model"), ["layers"]),
    '$a.members(() => (model),["layers"])',
  );
  strictEqual(callText("$a", "facts", null, ["x"]), '$a.facts(null,["x"])');
});
