/**
 * What can go wrong between a client and its kernel.
 *
 * @module
 */

/** There is no kernel of that name, or it can't be started. */
export class KernelStartError extends Error {
  override name = "KernelStartError";
}

/** The kernel's process has ended while something was expected of it. */
export class KernelDiedError extends Error {
  override name = "KernelDiedError";

  /**
   * @param code Its exit code; 128 and the signal's number after a signal.
   * @param stderr The end of what it wrote there.
   */
  constructor(readonly code: number, readonly stderr: string) {
    const words = lastWords(stderr);
    super(`The kernel died with exit code ${code}${words && `: ${words}`}`);
  }
}

/** Without what Jupyter's own logging says at each start, as ipykernel does. */
function lastWords(stderr: string): string {
  return stderr.split("\n")
    .filter((line) => !/^\[\w+\] (DEBUG|INFO|WARNING) \| /.test(line))
    .join("\n").trim();
}

/** The kernel sent what Jupyter's protocol does not allow. */
export class KernelReplyError extends Error {
  override name = "KernelReplyError";

  /** @param fault What is wrong with it. */
  constructor(fault: string) {
    super(`The kernel's reply can't be understood: ${fault}`);
  }
}

/** The code took longer than it was given, and was interrupted. */
export class ExecutionTimeoutError extends Error {
  override name = "ExecutionTimeoutError";

  /** @param timeout What it was given, in ms. */
  constructor(readonly timeout: number) {
    super(`The cell took longer than ${timeout / 1000} s`);
  }
}
