/**
 * Who runs a kernel: a process, or this one.
 *
 * @module
 */

/** A kernel that was started and may have ended. */
export interface KernelHost {
  /** Resolves with the exit code once it has ended and `stderr` is complete. */
  readonly exited: Promise<number>;
  /** The end of what it wrote to stderr so far, without colours. */
  readonly stderr: string;
  /** Of the process whose memory counts as its own, if there is one now. */
  readonly pid: number | undefined;
  /** Sends a signal to it and to what it started, as Jupyter does. */
  signal(signal: Deno.Signal): void;
}
