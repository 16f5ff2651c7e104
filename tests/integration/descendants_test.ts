import { ok } from "node:assert/strict";
import {
  descendants,
  ticks,
} from "../../kernel/runtime/process/descendants.ts";

Deno.test({
  name: "descendants() finds what starts in the same tick",
  ignore: Deno.build.os !== "linux",
  async fn() {
    for (let round = 0; round < 50; round++) {
      const since = ticks();
      const child = new Deno.Command("sleep", { args: ["60"] }).spawn();
      const found = descendants(Deno.pid, since);
      child.kill();
      await child.status;
      ok(found.some(({ pid }) => pid === child.pid), String(since));
    }
  },
});
