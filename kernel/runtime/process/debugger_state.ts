/**
 * What the kernel's own commands and Stop have to know of a user's debugger.
 *
 * Deno can pause only code that its event loop runs. If V8 pauses in what a
 * command of DevTools runs itself, Deno does not wait there, and hangs
 * afterwards. So such commands say `disableBreaks`, or are sent `unpaused()`.
 *
 * @module
 */

import type { CdpSession } from "../../cdp/session.ts";

export class DebuggerState {
  /** Whether the Debugger domain is enabled for a user. */
  isAttached = false;
  /** Whether the code is paused where the user can look at it. */
  isPaused = false;
  /** While Stop works, no pause is the user's. */
  isStopping = false;
  /** Addresses of scripts by V8's numbers, as long as it tells of them. */
  readonly urls = new Map<string, string>();
  readonly #session: CdpSession;

  constructor(session: CdpSession) {
    this.#session = session;
    session.on("Debugger.scriptParsed", ({ scriptId, url }) => {
      this.urls.set(scriptId, url);
    });
  }

  /** Sends a command that nothing is to pause while V8 runs it. */
  async unpaused<T>(send: () => Promise<T>): Promise<T> {
    if (!this.isAttached || this.isStopping) return await send();
    this.#skip(true);
    const reply = send();
    this.#skip(false);
    return await reply;
  }

  /** From here on nothing pauses any more; what is paused stays so. */
  beginStop(): void {
    this.isStopping = true;
    if (this.isAttached) this.#skip(true);
  }

  endStop(): void {
    this.isStopping = false;
    if (this.isAttached) this.#skip(false);
  }

  /**
   * Lets what is paused go on.
   *
   * @param terminates Ends its code in place of that.
   * @returns Whether anything was.
   */
  async goOn(terminates: boolean): Promise<boolean> {
    if (!this.isPaused) return false;
    this.isPaused = false;
    // Refused where it has gone on meanwhile.
    return await this.#session
      .post("Debugger.resume", { terminateOnResume: terminates })
      .then(() => true, () => false);
  }

  #skip(skip: boolean) {
    this.#session.post("Debugger.setSkipAllPauses", { skip }).catch(() => {
      // The runtime ended, or the debugger was taken off meanwhile.
    });
  }
}
