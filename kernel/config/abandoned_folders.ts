/**
 * Folders of processes that were killed, which nobody else would remove.
 *
 * @module
 */

import { join } from "node:path";
import process from "node:process";

/**
 * Removes those of them whose process has ended.
 *
 * @param pattern What their names are like; its first group is the process id.
 */
export function removeAbandoned(folder: string, pattern: RegExp): void {
  try {
    for (const { name } of Deno.readDirSync(folder)) {
      const pid = pattern.exec(name)?.[1];
      if (pid === undefined || isAlive(Number(pid))) continue;
      try {
        // Removes links, not what they lead to.
        Deno.removeSync(join(folder, name), { recursive: true });
      } catch {
        // Another user's, or gone meanwhile.
      }
    }
  } catch {
    // No such folder: nothing was left there.
  }
}

/** Whether there is such a process; another user's counts. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
