import { freemem, totalmem } from "node:os";
import { percent } from "./percent.ts";

/** The machine's memory in bytes, by the names that psutil gives it. */
export interface HostMemory {
  total: number;
  available: number;
  percent: number;
  used: number;
  free: number;
  active?: number;
  inactive?: number;
  buffers?: number;
  cached?: number;
  shared?: number;
  slab?: number;
}

const MEMINFO = {
  available: "MemAvailable",
  free: "MemFree",
  active: "Active",
  inactive: "Inactive",
  buffers: "Buffers",
  cached: "Cached",
  shared: "Shmem",
  slab: "Slab",
};

export function hostMemory(): HostMemory {
  const whole = totalmem();
  const known: Partial<HostMemory> = {};
  if (Deno.build.os === "linux") {
    const text = Deno.readTextFileSync("/proc/meminfo");
    for (const [name, field] of Object.entries(MEMINFO)) {
      const found = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text);
      known[name as keyof HostMemory] = 1024 * Number(found?.[1] ?? 0);
    }
  }
  const available = known.available ?? freemem();
  return {
    free: available,
    ...known,
    total: whole,
    available,
    used: whole - available,
    percent: percent(whole - available, whole),
  };
}
