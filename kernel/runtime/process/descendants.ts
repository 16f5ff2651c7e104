/**
 * The processes that cells started, found in Linux' `/proc`. Elsewhere none
 * are found, and Stop waits for what a cell runs by `execSync`.
 *
 * @module
 */

import {
  below,
  type LinuxProcess,
  linuxProcesses,
  TICKS_PER_SECOND,
} from "../../system/processes.ts";

/** The system's clock now, in the ticks of `startedTicks`. */
export function ticks(): number {
  if (Deno.build.os !== "linux") return 0;
  const [seconds] = Deno.readTextFileSync("/proc/uptime").split(" ");
  // Not 1234567.0000000002, which is later than what starts in that tick.
  return Math.round(Number(seconds) * TICKS_PER_SECOND);
}

/**
 * All processes below `pid`, children first.
 *
 * @param since Only those started at this tick or later.
 */
export function descendants(pid: number, since = 0): LinuxProcess[] {
  return below(pid, linuxProcesses())
    .filter(({ startedTicks }) => startedTicks >= since);
}

/** Sends a signal to each process that still lives. */
export function signalAll(pids: number[], signal: Deno.Signal) {
  for (const pid of pids) {
    try {
      Deno.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
