/**
 * What the system says of a process, where it says anything.
 *
 * @module
 */

export interface ProcessSigns {
  /** As in `ps`: `R` runs, `S` waits, `T` is stopped. */
  state: string;
  /** Processor time so far, in ticks of the system's clock. */
  ticks: number;
}

/** Undefined where there is no `/proc`, or no such process. */
export function signsOf(pid: number): ProcessSigns | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The name in parentheses may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}

/** Resident memory; undefined where that can't be told. */
export function residentBytes(pid: number): number | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : 1024 * Number(kilobytes);
  } catch {
    return undefined;
  }
}
