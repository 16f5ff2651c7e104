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
  // Most have none, and to read all of a machine's takes some milliseconds.
  if (hasNoChildren(pid)) return [];
  return below(pid, linuxProcesses())
    .filter(({ startedTicks }) => startedTicks >= since);
}

/**
 * Whether it is known that a process has started none that is left. A list of
 * the system's may lack some while one ends, but is never empty then.
 */
function hasNoChildren(pid: number): boolean {
  const folder = `/proc/${pid}/task`;
  let tasks: Deno.DirEntry[];
  try {
    tasks = [...Deno.readDirSync(folder)];
  } catch {
    // It has ended, and what it started has another parent.
    return true;
  }
  try {
    return tasks.every(({ name }) =>
      Deno.readTextFileSync(`${folder}/${name}/children`) === ""
    );
  } catch {
    // A task has ended meanwhile, or this Linux was built without these lists.
    return false;
  }
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
