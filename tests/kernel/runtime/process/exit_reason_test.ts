import { match, strictEqual } from "node:assert/strict";
import { exitReason } from "../../../../kernel/runtime/process/exit_reason.ts";

Deno.test("exitReason() names the signals that users meet", () => {
  match(exitReason(133), /out of memory/);
  match(exitReason(134), /abort/);
  match(exitReason(137), /killed/);
  strictEqual(exitReason(3), "exit code 3");
});
