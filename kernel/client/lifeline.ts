/**
 * Ends a kernel that is not ours when this process is killed. Every kernel is
 * told this process's id in `JPY_PARENT_PID`, but some, such as those of xeus,
 * do not look whether it still runs.
 *
 * @module
 */

/** Kills the group when standard input ends; a line there calls it off. */
const SCRIPT = 'read -r line || kill -s KILL -- "-$1"';

/** A small shell that outlives this process, and waits for its end. */
export class Lifeline {
  readonly #shell: Deno.ChildProcess | undefined;

  /** @param pid Of the kernel, which leads a process group. */
  constructor(pid: number) {
    if (Deno.build.os === "windows") return;
    try {
      this.#shell = new Deno.Command("sh", {
        args: ["-c", SCRIPT, "sh", String(pid)],
        cwd: "/",
        stdin: "piped",
        stdout: "null",
        stderr: "null",
        // So that Ctrl-C in a terminal does not end it.
        detached: true,
      }).spawn();
    } catch {
      // No shell, as in some containers; there all ends with the container.
    }
  }

  /** The kernel has ended: there is nothing to end any more. */
  async cut(): Promise<void> {
    const writer = this.#shell?.stdin.getWriter();
    try {
      await writer?.write(new TextEncoder().encode("\n"));
      await writer?.close();
    } catch {
      // Somebody has ended the shell.
    }
    await this.#shell?.status;
  }
}
