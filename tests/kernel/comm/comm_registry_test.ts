import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CommRegistry } from "../../../kernel/comm/comm_registry.ts";

function registry(): CommRegistry {
  const comms = new CommRegistry();
  comms.note("comm_open", { comm_id: "1", target_name: "a" });
  comms.note("comm_open", { comm_id: "2", target_name: "b" });
  comms.note("comm_msg", { comm_id: "3", data: {} });
  return comms;
}

Deno.test("CommRegistry lists what is open, all or of one target", () => {
  const comms = registry();
  deepStrictEqual(comms.open("b"), { 2: { target_name: "b" } });
  comms.note("comm_close", { comm_id: "2" });
  deepStrictEqual(comms.open(), { 1: { target_name: "a" } });
});

Deno.test("CommRegistry forgets all and tells which", () => {
  const comms = registry();
  deepStrictEqual(comms.clear(), ["1", "2"]);
  deepStrictEqual(comms.open(), {});
});

Deno.test("CommRegistry lists no more than fit into the kernel's memory", () => {
  const comms = registry();
  for (let id = 0; id < 100_100; id++) {
    comms.note("comm_open", { comm_id: id, target_name: "t" });
  }
  strictEqual(comms.clear().length, 100_000);
});

Deno.test("isTaken() knows open comms, and who is asked for widgets", () => {
  const comms = new CommRegistry();
  const question = { comm_id: "q", target_name: "jupyter.widget.control" };
  strictEqual(comms.isTaken(question), false);
  comms.note("comm_open", { comm_id: "w", target_name: "jupyter.widget" });
  strictEqual(comms.isTaken(question), true);
  strictEqual(comms.isTaken({ comm_id: "w" }), true);
  strictEqual(comms.isTaken({ comm_id: "x", target_name: "mine" }), false);
});
