/**
 * The processes that cells started, found in Linux' `/proc`. Elsewhere none
 * are found, and Stop waits for what a cell runs by `execSync`.
 *
 * @module
 */

export interface Process {
  pid: number;
  /** The program's; it changes when the process starts another by `exec`. */
  name: string;
  parent: number;
  /** Ticks from the system's start to the process's, 100 a second. */
  started: number;
}

function readProcess(pid: string): Process | undefined {
  try {
    // The name, in parentheses, may hold spaces and parentheses of its own.
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const end = stat.lastIndexOf(")");
    const fields = stat.slice(end + 2).split(" ");
    return {
      pid: Number(pid),
      name: stat.slice(stat.indexOf("(") + 1, end),
      parent: Number(fields[1]),
      started: Number(fields[19]),
    };
  } catch {
    return undefined;
  }
}

/** The system's clock now, in the ticks of `started`. */
export function ticks(): number {
  if (Deno.build.os !== "linux") return 0;
  const [seconds] = Deno.readTextFileSync("/proc/uptime").split(" ");
  // Not 1234567.0000000002, which is later than what starts in that tick.
  return Math.round(Number(seconds) * 100);
}

/**
 * All processes below `pid`, children first.
 *
 * @param since Only those started at this tick or later.
 */
export function descendants(pid: number, since = 0): Process[] {
  if (Deno.build.os !== "linux") return [];
  const all = [...Deno.readDirSync("/proc")]
    .filter(({ name }) => /^\d+$/.test(name))
    .map(({ name }) => readProcess(name))
    .filter((process) => process !== undefined);
  const found: Process[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const below = all.filter(({ parent }) => parents.includes(parent));
    found.push(...below.filter(({ started }) => started >= since));
    parents = below.map((process) => process.pid);
  }
  return found;
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
