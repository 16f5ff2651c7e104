/**
 * Commands that let the code go on or pause it, and that ask where it is.
 *
 * @module
 */

import { basename } from "node:path";
import type { Commands } from "./debug_session.ts";
import { DebugError } from "./debug_error.ts";
import { isCellPath } from "./debugged_cells.ts";
import { scopesOf } from "./scopes.ts";
import { stackFrame } from "./stack_frame.ts";
import { THREAD } from "./stopped.ts";

export const RUN_COMMANDS: Commands<
  | "continue"
  | "exceptionInfo"
  | "modules"
  | "next"
  | "pause"
  | "scopes"
  | "source"
  | "stackTrace"
  | "stepIn"
  | "stepOut"
  | "threads"
> = {
  async continue({ attached }) {
    await attached.pauses.go("resume");
    return { allThreadsContinued: true };
  },

  async next({ attached }) {
    await attached.pauses.go("stepOver");
  },

  async stepIn({ attached }) {
    await attached.pauses.go("stepInto");
  },

  async stepOut({ attached }) {
    await attached.pauses.go("stepOut");
  },

  async pause({ attached, isPaused }) {
    if (!isPaused) await attached.pauses.ask();
  },

  threads() {
    return { threads: [{ id: THREAD, name: "cells" }] };
  },

  stackTrace({ present }, { startFrame = 0, levels }) {
    const frames = present?.pauses.frames ?? [];
    const end = levels ? startFrame + levels : undefined;
    return {
      stackFrames: frames.slice(startFrame, end).map(stackFrame),
      totalFrames: frames.length,
    };
  },

  scopes({ attached }, { frameId }) {
    const frame = attached.pauses.frame(frameId);
    return { scopes: scopesOf(frame, attached.references) };
  },

  exceptionInfo({ attached }) {
    const { thrown } = attached.pauses;
    if (!thrown) {
      throw new DebugError("The code is not paused at an exception");
    }
    const description = thrown.description ?? String(thrown.value);
    return {
      exceptionId: thrown.className ?? thrown.type,
      description,
      breakMode: thrown.uncaught ? "unhandled" : "always",
      details: { stackTrace: description },
    };
  },

  modules({ attached }, { startModule = 0, moduleCount }) {
    const paths = attached.scripts.modulePaths();
    const end = moduleCount ? startModule + moduleCount : undefined;
    return {
      modules: paths
        .map((path, id) => ({ id, name: basename(path), path }))
        .slice(startModule, end),
      totalModules: paths.length,
    };
  },

  async source({ attached, cells }, { source }) {
    const path = source?.path ?? "";
    const content =
      await (isCellPath(path) ? cells.code(path) : attached.source(path));
    if (content === undefined) throw new DebugError(`No source of ${path}`);
    return { content, mimeType: "text/x.typescript" };
  },
};
