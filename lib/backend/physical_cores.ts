/**
 * Cores that compute on their own. Where a core counts as two, the two share its
 * arithmetic units, and a thread for each would gain nothing.
 *
 * @returns At least 1, and no more than the process may use.
 */
export function physicalCores(): number {
  const logical = navigator.hardwareConcurrency;
  // On ARM no core counts as two.
  if (Deno.build.arch === "aarch64") return logical;
  return Math.max(1, Math.floor(logical / threadsOfCore(cpuInfo())));
}

const CPU_INFO = "/proc/cpuinfo";

/** Linux's description of the processors, where it may be read. */
function cpuInfo(): string {
  if (Deno.build.os !== "linux") return "";
  // Asked first: to read without permission would ask the user in a terminal.
  const { state } = Deno.permissions.querySync({
    name: "read",
    path: CPU_INFO,
  });
  if (state !== "granted") return "";
  try {
    return Deno.readTextFileSync(CPU_INFO);
  } catch {
    return "";
  }
}

/** How many times a core is counted: 2 where nothing is said. */
export function threadsOfCore(info: string): number {
  const numberOf = (name: string) =>
    Number(info.match(new RegExp(`^${name}\\s*: (\\d+)$`, "m"))?.[1]);
  const threads = numberOf("siblings") / numberOf("cpu cores");
  return threads >= 1 ? threads : 2;
}
