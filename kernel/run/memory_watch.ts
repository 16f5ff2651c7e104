/**
 * Ends a kernel that takes more memory than it was given.
 *
 * @module
 */

/** How often it is looked at. */
const LOOK_MS = 250;

/** Watches the memory of a process and all that it started. */
export class MemoryWatch implements Disposable {
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  /** Whether it took too much. */
  exceeded = false;

  /**
   * @param limit In MiB; nothing means that all is allowed.
   * @param onExceeded Called once.
   */
  constructor(
    pid: number | undefined,
    limit: number | undefined,
    onExceeded: () => void,
  ) {
    if (limit === undefined || pid === undefined) return;
    this.#timer = setInterval(() => {
      if (memoryOf(pid) <= limit) return;
      clearInterval(this.#timer);
      this.exceeded = true;
      onExceeded();
    }, LOOK_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** What a process and its descendants hold in memory, in MiB. */
function memoryOf(pid: number): number {
  const table = processes();
  let kilobytes = 0;
  const visit = (id: number) => {
    kilobytes += table.get(id)?.kilobytes ?? 0;
    for (const [child, { parent }] of table) if (parent === id) visit(child);
  };
  visit(pid);
  return kilobytes / 1024;
}

/** A process' parent and what it holds in memory. */
interface Process {
  parent: number;
  kilobytes: number;
}

/** All processes by their ids. */
function processes(): Map<number, Process> {
  return Deno.build.os === "linux" ? fromProc() : fromPs();
}

const PAGE_KILOBYTES = 4;

function fromProc(): Map<number, Process> {
  const table = new Map<number, Process>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // The program's name may hold spaces and brackets.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      table.set(Number(name), {
        parent: Number(fields[1]),
        kilobytes: Number(fields[21]) * PAGE_KILOBYTES,
      });
    } catch {
      // It has ended meanwhile.
    }
  }
  return table;
}

function fromPs(): Map<number, Process> {
  const { stdout } = new Deno.Command("ps", {
    args: ["-axo", "pid=,ppid=,rss="],
    stdin: "null",
    stderr: "null",
  }).outputSync();
  return new Map(
    new TextDecoder().decode(stdout).trim().split("\n").map((line) => {
      const [pid, parent, kilobytes] = line.trim().split(/\s+/).map(Number);
      return [pid, { parent, kilobytes }];
    }),
  );
}
