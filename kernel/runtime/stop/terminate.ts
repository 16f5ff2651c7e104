/**
 * The two ways to end JavaScript that runs. Neither is sure: whether something
 * still runs has to be asked afterwards.
 *
 * @module
 */

import type { CdpSession } from "../../cdp/session.ts";
import { isOfUser } from "./running_code.ts";
import type { DebuggerState } from "../process/debugger_state.ts";
import { within } from "../../time/within.ts";

/** What was terminated has ended within this, or nothing ran. */
const TERMINATED_MS = 2;
/** What runs is paused within this. */
const PAUSED_MS = 250;

/**
 * Ends what runs, most of the time.
 *
 * If V8 evaluates something right behind this command, it takes the end of that
 * for the end of what it was to terminate, which then goes on. So what others
 * send waits until V8 says that it is done.
 *
 * If nothing runs any more, V8 terminates what runs next, and if that is Deno's
 * own event loop, the process ends. So something is evaluated for V8 to
 * terminate, a moment later than right behind.
 *
 * @returns Once the order was taken, which a native call may hold up.
 * @throws {CdpClosedError} If the connection ends first.
 */
export function terminate(session: CdpSession): Promise<void> {
  return session.alone(async (post) => {
    // Refused where one is under way already.
    const done = post("Runtime.terminateExecution", {}).catch(() => {});
    await post("Runtime.getIsolateId", {});
    if (await within(TERMINATED_MS, done)) return;
    // Refused, since it is what was terminated.
    await post("Runtime.evaluate", {
      expression: "0",
      silent: true,
      disableBreaks: true,
    }).catch(() => {});
  });
}

/**
 * Ends code of cells and modules by the debugger. This is slower, since V8
 * then forgets its optimized code, but it is needed where V8 has lost a
 * termination, which happens on a loaded machine: V8 refuses all further ones.
 *
 * Others may not evaluate meanwhile. If V8 pauses in an evaluation that came
 * between two turns of the event loop, Deno does not wait there, but believes
 * itself paused from then on, and its event loop never turns again.
 *
 * A user's debugger, if one is attached, stays so.
 *
 * @throws {CdpClosedError} If the connection ends first.
 */
export function terminatePaused(
  session: CdpSession,
  { isAttached, urls }: DebuggerState,
): Promise<void> {
  return session.alone(async (post) => {
    const { promise: paused, resolve } = Promise.withResolvers<string[]>();
    const forget = session.on("Debugger.paused", ({ callFrames }) => {
      const scripts = callFrames.map((frame) => frame.location.scriptId);
      resolve(scripts.map((script) => urls.get(script) ?? ""));
    });
    // Stop lets nothing else pause meanwhile.
    if (isAttached) await post("Debugger.setSkipAllPauses", { skip: false });
    else await post("Debugger.enable", {});
    await post("Debugger.pause", {});
    if (await within(PAUSED_MS, paused)) {
      const terminateOnResume = isOfUser(await paused);
      await post("Debugger.resume", { terminateOnResume });
    }
    forget();
    if (isAttached) await post("Debugger.setSkipAllPauses", { skip: true });
    else await post("Debugger.disable", {});
  });
}
