/**
 * How much of the machine a process and all that it started use, as ipykernel
 * measures it with psutil.
 *
 * @module
 */

import { cpus } from "node:os";
import { percent } from "./percent.ts";
import { linuxProcesses, TICKS_PER_SECOND, tree } from "./processes.ts";

/** Figures of one moment; sizes in bytes, parts in percent. */
export interface Usage {
  /** Of one processor since the last look; 0 at the first. */
  cpuPercent: number;
  /** Memory that two processes share counts once. */
  memoryBytes: number;
  /** Of all processors, as `cpuPercent`. */
  hostCpuPercent: number;
}

/** Processor time at one moment. */
interface Times {
  at: number;
  /** Seconds of each process. */
  processes: Map<number, number>;
  hostBusy: number;
  hostTotal: number;
}

/** Measures a process again and again. */
export class UsageMeter {
  readonly #pid: number;
  #last: Times | undefined;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Undefined where there is no `/proc`. */
  look(): Usage | undefined {
    const found = tree(this.#pid, linuxProcesses());
    if (found.length === 0) return undefined;
    const now: Times = {
      at: performance.now(),
      processes: new Map(found.map(({ pid, cpuTicks }) => [
        pid,
        cpuTicks / TICKS_PER_SECOND,
      ])),
      ...hostTimes(),
    };
    const last = this.#last ?? now;
    this.#last = now;
    const used = [...now.processes].map(([pid, seconds]) =>
      seconds - (last.processes.get(pid) ?? 0)
    );
    return {
      cpuPercent: percent(total(used), (now.at - last.at) / 1000),
      memoryBytes: total(found.map(memoryOf)),
      hostCpuPercent: percent(
        now.hostBusy - last.hostBusy,
        now.hostTotal - last.hostTotal,
      ),
    };
  }
}

/** Milliseconds of all processors since the machine started. */
function hostTimes() {
  const times = cpus().map(({ times }) => times);
  const hostTotal = total(times.map((each) => total(Object.values(each))));
  return { hostTotal, hostBusy: hostTotal - total(times.map((t) => t.idle)) };
}

function memoryOf(
  { pid, residentBytes }: { pid: number; residentBytes: number },
): number {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/smaps_rollup`);
    return 1024 * Number(/^Pss:\s+(\d+)/m.exec(text)![1]);
  } catch {
    // Another user's, or ended meanwhile.
    return residentBytes;
  }
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
