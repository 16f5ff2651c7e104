import { availableParallelism, hostname } from "node:os";
import type { UsageReply } from "../protocol/usage.ts";
import { hostMemory } from "../system/host_memory.ts";
import { UsageMeter } from "../system/usage_meter.ts";

/** Of this process, in which the kernel runs, and of its children. */
const meter = new UsageMeter(Deno.pid);

/** Says what the kernel and its cells take of the machine. */
export function usageRequest(): UsageReply | void {
  const usage = meter.look();
  if (!usage) return;
  return {
    status: "ok",
    hostname: hostname(),
    pid: Deno.pid,
    cpu_count: availableParallelism(),
    kernel_cpu: usage.cpuPercent,
    kernel_memory: usage.memoryBytes,
    host_cpu_percent: usage.hostCpuPercent,
    host_virtual_memory: { ...hostMemory() },
  };
}
