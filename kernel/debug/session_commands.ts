/**
 * Commands about the debugger itself: its start, its end, its breakpoints.
 *
 * @module
 */

import { breakpointBody } from "./breakpoints.ts";
import { CAPABILITIES } from "./capabilities.ts";
import type { Commands, DebugSession } from "./debug_session.ts";
import { DebugError } from "./debug_error.ts";
import { HASH_SEED, PATH_PREFIX, PATH_SUFFIX } from "./debugged_cells.ts";
import { checkFilters } from "./exceptions.ts";
import { CONTINUED, THREAD } from "./stopped.ts";

export const SESSION_COMMANDS: Commands<
  | "attach"
  | "configurationDone"
  | "debugInfo"
  | "disconnect"
  | "dumpCell"
  | "initialize"
  | "setBreakpoints"
  | "setExceptionBreakpoints"
  | "terminate"
> = {
  initialize(session, { clientID }) {
    session.isStarted = true;
    session.isTyped = clientID !== "jupyterlab";
    return CAPABILITIES;
  },

  async attach(session) {
    if (!session.isStarted) throw new DebugError("initialize comes first");
    await session.attach();
    session.emit("initialized");
  },

  configurationDone() {},

  debugInfo(session) {
    const { breakpoints } = session;
    return {
      isStarted: session.isStarted,
      hashMethod: "Murmur2",
      hashSeed: HASH_SEED,
      tmpFilePrefix: PATH_PREFIX,
      tmpFileSuffix: PATH_SUFFIX,
      breakpoints: breakpoints.paths().map((source) => ({
        source,
        breakpoints: breakpoints.of(source).map(
          ({ line, actual, condition, hitCondition, logMessage }) => ({
            line: actual?.line ?? line,
            condition,
            hitCondition,
            logMessage,
          }),
        ),
      })),
      stoppedThreads: session.isPaused ? [THREAD] : [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: true,
    };
  },

  async disconnect(session) {
    await end(session);
  },

  async terminate(session) {
    await session.interrupt();
    await end(session);
  },

  dumpCell({ cells }, { code }) {
    return { sourcePath: cells.note(code) };
  },

  async setBreakpoints(
    { attached, breakpoints },
    { source, breakpoints: asked },
  ) {
    const { path } = source;
    if (path === undefined) throw new DebugError("source.path is missing");
    const { setter } = attached;
    return await setter.inOrder(async () => {
      await setter.remove(breakpoints.of(path));
      const all = breakpoints.replace(path, asked);
      await setter.set(path, all);
      return { breakpoints: all.map(breakpointBody) };
    });
  },

  async setExceptionBreakpoints(session, { filters }) {
    checkFilters(filters);
    session.filters = filters;
    await session.attached.setExceptions();
  },
};

/** Another client may start it again, and then sets its own breakpoints. */
async function end(session: DebugSession) {
  const { isPaused, isStarted } = session;
  session.isStarted = false;
  session.breakpoints.clear();
  session.filters = [];
  await session.detach();
  if (isPaused) session.emit("continued", CONTINUED);
  if (isStarted) session.emit("terminated");
}
