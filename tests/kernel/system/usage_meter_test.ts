import { ok, strictEqual } from "node:assert/strict";
import process from "node:process";
import { UsageMeter } from "../../../kernel/system/usage_meter.ts";

Deno.test({
  name: "a meter tells processor time since its last look, and memory at once",
  ignore: Deno.build.os !== "linux",
  fn() {
    const meter = new UsageMeter(Deno.pid);
    const first = meter.look()!;
    strictEqual(first.cpuPercent, 0);
    strictEqual(first.hostCpuPercent, 0);
    ok(first.memoryBytes > 10e6, String(first.memoryBytes));
    // Busy for ten ticks of its clock, however long that takes.
    const used = process.cpuUsage();
    while (process.cpuUsage(used).user < 100_000);
    const { cpuPercent, hostCpuPercent } = meter.look()!;
    ok(cpuPercent > 0, String(cpuPercent));
    ok(hostCpuPercent > 0 && hostCpuPercent <= 100, String(hostCpuPercent));
  },
});

Deno.test({
  name: "a meter of a process that ended tells nothing",
  ignore: Deno.build.os !== "linux",
  fn() {
    strictEqual(new UsageMeter(2 ** 22 + 1).look(), undefined);
  },
});
