import { ok, strictEqual } from "node:assert/strict";
import { hostMemory } from "../../../kernel/system/host_memory.ts";

Deno.test("hostMemory() adds up", () => {
  const { total, available, used, percent } = hostMemory();
  strictEqual(used + available, total);
  ok(percent > 0 && percent < 100, String(percent));
});
