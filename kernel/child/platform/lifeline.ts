/**
 * The runtime's life hangs on the kernel's: when the kernel dies, by `kill -9`
 * too, a Worker sees that the process has another parent, also while a cell is
 * in a busy loop, and ends the process with what its cells started.
 *
 * The process leads a group of its own. On Windows a process keeps the number
 * of a parent that has ended, so there the runtime stays.
 *
 * @module
 */

/** How often the parent is looked for. */
const LIFELINE_MS = 500;

const watcher = (parent: number) => `
  const timer = setInterval(() => {
    if (Deno.ppid === ${parent}) return;
    clearInterval(timer);
    try {
      Deno.kill(-Deno.pid, "SIGTERM");
    } catch {
      // Without --allow-run; then cells have started nothing either.
    }
    Deno.kill(Deno.pid, "SIGKILL");
  }, ${LIFELINE_MS});`;

/** @param parent Process id of the kernel. */
export function installLifeline(parent: number) {
  const code = encodeURIComponent(watcher(parent));
  new Worker(`data:text/javascript,${code}`, { type: "module" });
  // A cell may signal its whole group, as `kill -INT 0` in a shell does.
  Deno.addSignalListener("SIGINT", () => {});
}
