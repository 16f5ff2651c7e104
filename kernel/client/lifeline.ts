/**
 * Ends a kernel of others when this process is killed. They are told its id in
 * `JPY_PARENT_PID`, but xeus' kernels, for one, do not look after it.
 *
 * @module
 */

/** Ends the group once its standard input does, but for a line that comes. */
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
        // Ctrl-C in a terminal is not for it.
        detached: true,
      }).spawn();
    } catch {
      // There is no shell, as in some containers, which end as a whole.
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
