/**
 * How many files this process may have open; undefined if the system does not
 * tell. Elsewhere than on Linux Deno raises the limit by itself.
 */
export function openFileLimit(): number | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const limits = Deno.readTextFileSync("/proc/self/limits");
    const [, limit] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}
