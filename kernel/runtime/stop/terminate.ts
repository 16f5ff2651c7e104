/**
 * The two ways to end JavaScript that runs. Neither is sure: whether something
 * still runs has to be asked afterwards.
 *
 * @module
 */

import type { CdpSession } from "../../cdp/session.ts";
import { isOfUser } from "./running_code.ts";
import { within } from "../../time/within.ts";

/** What was terminated has ended within this, or nothing ran. */
const BREATH_MS = 2;
/** What runs is paused within this. */
const PAUSED_MS = 250;

/**
 * Ends what runs, most of the time.
 *
 * V8 takes the end of what it evaluates in the same breath for the end of what
 * was to be terminated, which then goes on. So what others send meanwhile
 * waits until V8 says that it is done.
 *
 * Where nothing runs any more, V8 terminates what runs next, and if that is
 * Deno's own event loop, the process ends. So something is evaluated as soon
 * as that is not in the same breath.
 *
 * @returns Once the order was taken, which a native call may hold up.
 * @throws {CdpClosedError} If the connection ends first.
 */
export function terminate(session: CdpSession): Promise<void> {
  return session.alone(async (post) => {
    // Refused where one is under way already.
    const done = post("Runtime.terminateExecution", {}).catch(() => {});
    await post("Runtime.getIsolateId", {});
    if (await within(BREATH_MS, done)) return;
    // Refused, since it is what was terminated.
    await post("Runtime.evaluate", { expression: "0", silent: true })
      .catch(() => {});
  });
}

/**
 * Ends code of cells and modules by the debugger. Slower, since V8 then forgets
 * its optimized code; but where V8 has lost a termination, which happens on a
 * loaded machine, it refuses all further ones.
 *
 * Others may not evaluate meanwhile: Deno does not wait in a pause within an
 * evaluation that came between turns of the event loop, and takes itself for
 * paused from then on: no turn comes any more.
 *
 * @throws {CdpClosedError} If the connection ends first.
 */
export function terminatePaused(session: CdpSession): Promise<void> {
  return session.alone(async (post) => {
    const { promise: paused, resolve } = Promise.withResolvers<string[]>();
    const urls = new Map<string, string>();
    const forget = [
      session.on("Debugger.scriptParsed", ({ scriptId, url }) => {
        urls.set(scriptId, url);
      }),
      session.on("Debugger.paused", ({ callFrames }) => {
        resolve(callFrames.map((frame) => urls.get(frame.location.scriptId)!));
      }),
    ];
    await post("Debugger.enable", {});
    await post("Debugger.pause", {});
    if (await within(PAUSED_MS, paused)) {
      const terminateOnResume = isOfUser(await paused);
      await post("Debugger.resume", { terminateOnResume });
    }
    await post("Debugger.disable", {});
    for (const undo of forget) undo();
  });
}
