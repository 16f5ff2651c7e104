/**
 * The processes of this machine: from Linux' `/proc`, elsewhere from `ps`.
 *
 * @module
 */

/** One process, as far as the system tells of it. */
export interface Process {
  pid: number;
  parent: number;
  residentBytes: number;
}

/** What only `/proc` tells. Ticks are the system's, 100 a second. */
export interface LinuxProcess extends Process {
  /** The program's; it changes when the process starts another by `exec`. */
  name: string;
  /** As in `ps`: `R` runs, `S` waits, `T` is stopped. */
  state: string;
  /** Its process group: what Ctrl-C in a terminal reaches together. */
  group: number;
  /** Processor time so far. */
  cpuTicks: number;
  /** When it started, from the system's start. */
  startedTicks: number;
}

export const TICKS_PER_SECOND = 100;

const PAGE_BYTES = 4096;

/** Undefined where there is no `/proc`, or no such process. */
export function linuxProcess(pid: number): LinuxProcess | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    // The name, in parentheses, may hold spaces and parentheses of its own.
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const end = stat.lastIndexOf(")");
    const fields = stat.slice(end + 2).split(" ");
    return {
      pid,
      name: stat.slice(stat.indexOf("(") + 1, end),
      state: fields[0],
      parent: Number(fields[1]),
      group: Number(fields[2]),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
      startedTicks: Number(fields[19]),
      residentBytes: Number(fields[21]) * PAGE_BYTES,
    };
  } catch {
    return undefined;
  }
}

/** All of them; none where there is no `/proc`. */
export function linuxProcesses(): LinuxProcess[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")]
    .filter(({ name }) => /^\d+$/.test(name))
    .map(({ name }) => linuxProcess(Number(name)))
    .filter((process) => process !== undefined);
}

/** All of them. */
export function processes(): Process[] {
  if (Deno.build.os === "linux") return linuxProcesses();
  const { stdout } = new Deno.Command("ps", {
    args: ["-axo", "pid=,ppid=,rss="],
    stdin: "null",
    stderr: "null",
  }).outputSync();
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => {
    const [pid, parent, kilobytes] = line.trim().split(/\s+/).map(Number);
    return { pid, parent, residentBytes: 1024 * kilobytes };
  });
}

/** The process `pid` of `all`, if it is there, and those below it. */
export function tree<Kind extends Process>(pid: number, all: Kind[]): Kind[] {
  return [...all.filter((process) => process.pid === pid), ...below(pid, all)];
}

/** Those of `all` below `pid`, children first. */
export function below<Kind extends Process>(pid: number, all: Kind[]): Kind[] {
  const found: Kind[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map((process) => process.pid);
  }
  return found;
}
