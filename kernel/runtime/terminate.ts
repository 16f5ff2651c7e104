/**
 * The two ways to end JavaScript that runs. Neither is sure: what runs has to
 * be asked afterwards.
 *
 * @module
 */

import type { CdpSession } from "../cdp/session.ts";
import { within } from "./within.ts";

/** In ms; a runtime that is not busy is back from DevTools long before. */
const MOMENT = 20;
/** What runs is paused within this, in ms. */
const PAUSED = 250;

/**
 * Ends what runs, most of the time.
 *
 * V8 takes the end of what it evaluates in the same breath for the end of what
 * was to be terminated, which then goes on. So what others send meanwhile
 * waits until V8 says that it is done, or for a `MOMENT` after it has taken
 * the order: where nothing runs, it terminates what is evaluated next.
 *
 * @returns Once the order was taken, which a native call may hold up.
 * @throws {CdpClosedError} If the connection ends first.
 */
export function terminate(session: CdpSession): Promise<void> {
  return session.alone(async (post) => {
    // Refused where one is under way already.
    const done = post("Runtime.terminateExecution", {}).catch(() => {});
    await post("Runtime.getIsolateId", {});
    await within(MOMENT, done);
  });
}

/**
 * Ends what runs by the debugger. Slower, since V8 then forgets its optimized
 * code; but seldom, on a loaded machine, V8 loses a termination asked for by
 * `Runtime.terminateExecution`, and then refuses all further ones.
 *
 * Where nothing runs it does nothing. Others may not evaluate meanwhile: Deno
 * does not wait in a pause within an evaluation that came between turns of the
 * event loop, and takes itself for paused from then on: no turn comes any more.
 *
 * @throws {CdpClosedError} If the connection ends first.
 */
export function terminatePaused(session: CdpSession): Promise<void> {
  return session.alone(async (post) => {
    const { promise: paused, resolve } = Promise.withResolvers<void>();
    session.on("Debugger.paused", () => resolve());
    await post("Debugger.enable", {});
    await post("Debugger.pause", {});
    if (await within(PAUSED, paused)) {
      await post("Debugger.resume", { terminateOnResume: true });
    }
    await post("Debugger.disable", {});
  });
}
