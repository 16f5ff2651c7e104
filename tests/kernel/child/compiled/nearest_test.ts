import { strictEqual } from "node:assert/strict";
import { nearest } from "../../../../kernel/child/compiled/nearest.ts";

Deno.test("nearest() finds the name that was probably meant", () => {
  const names = ["dropout", "freeze", "join", "sep"];
  strictEqual(nearest("drpout", names), "dropout");
  strictEqual(nearest("Freeze", names), "freeze");
  strictEqual(nearest("drpout", ["Dropout", ...names]), "dropout");
  strictEqual(nearest("Drpout", [...names, "Dropout"]), "Dropout");
  strictEqual(nearest("jion", names), undefined);
  strictEqual(nearest("joim", names), "join");
  strictEqual(nearest("monteCarlo", names), undefined);
});
