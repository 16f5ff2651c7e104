/**
 * The debugger in one runtime: what is known of it while V8's Debugger domain
 * is enabled there, and no longer.
 *
 * @module
 */

import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import { BreakpointSetter } from "./breakpoint_setter.ts";
import { breakpointBody, type Breakpoints } from "./breakpoints.ts";
import type { DebuggedCells } from "./debugged_cells.ts";
import { OBJECT_GROUP } from "./evaluation.ts";
import { isWantedBy } from "./exceptions.ts";
import { GlobalListing } from "./global_listing.ts";
import { Locations } from "./locations.ts";
import { Pauses } from "./pauses.ts";
import { References } from "./references.ts";
import {
  isModule,
  KERNEL_PATTERNS,
  pathOfModule,
  type Script,
  Scripts,
} from "./scripts.ts";
import { sourceOf } from "./sources.ts";
import { CONTINUED } from "./stopped.ts";
import { Values } from "./values.ts";

/** Calls of async functions that V8 remembers, to tell who catches an error. */
const ASYNC_DEPTH = 16;

/** What an attachment sees of the debugger, which outlives its runtimes. */
export interface DebuggerView {
  cells: DebuggedCells;
  breakpoints: Breakpoints;
  filters: string[];
  isTyped: boolean;
  emit(event: string, body?: object): void;
}

export class Attachment {
  readonly scripts: Scripts;
  readonly references = new References();
  readonly pauses: Pauses;
  readonly setter: BreakpointSetter;
  readonly values: Values;
  /** The notebook's variables, for clients that list them while code runs. */
  readonly globals: GlobalListing;
  readonly #view: DebuggerView;

  private constructor(readonly runtime: DenoRuntime, view: DebuggerView) {
    const { child } = runtime;
    const { cells, breakpoints } = view;
    this.#view = view;
    const scripts = new Scripts(child.session, (script) => this.#load(script));
    const locations = new Locations(child, scripts, cells);
    this.scripts = scripts;
    this.values = new Values(runtime, this.references, view);
    this.globals = new GlobalListing(this.values);
    this.setter = new BreakpointSetter({ runtime, scripts, locations, cells });
    this.pauses = new Pauses(child, locations, {
      stopped: (body) => {
        this.forget();
        view.emit("stopped", body);
      },
      continued: () => {
        this.forget();
        view.emit("continued", CONTINUED);
      },
      isWanted: (event) =>
        isWantedBy(view.filters, event, locations, (path) => this.source(path)),
      idsOf: (set) => breakpoints.idsOf(set),
    });
  }

  /**
   * Enables V8's debugger, with the breakpoints that there are.
   *
   * @throws {CdpClosedError} If the runtime ends first.
   */
  static async to(
    runtime: DenoRuntime,
    view: DebuggerView,
  ): Promise<Attachment> {
    const attachment = new Attachment(runtime, view);
    const { child: { session, debugger: state } } = runtime;
    await session.post("Debugger.enable", {});
    state.isAttached = true;
    await Promise.all([
      session.post("Debugger.setBlackboxPatterns", {
        patterns: KERNEL_PATTERNS,
      }),
      session.post("Debugger.setAsyncCallStackDepth", {
        maxDepth: ASYNC_DEPTH,
      }),
      attachment.setExceptions(),
    ]);
    for (const path of view.breakpoints.paths()) {
      await attachment.setter.set(path, view.breakpoints.of(path));
    }
    return attachment;
  }

  /** Disables V8's debugger again. Code that is paused goes on. */
  async detach(): Promise<void> {
    const { session, debugger: state } = this.runtime.child;
    this.pauses.close();
    this.scripts.close();
    state.isAttached = false;
    state.isPaused = false;
    this.forget();
    await session.post("Debugger.setAsyncCallStackDepth", { maxDepth: 0 });
    await session.post("Debugger.disable", {});
  }

  /** V8 pauses at all exceptions, and `Exceptions` picks: see `is_caught.ts`. */
  async setExceptions(): Promise<void> {
    const state = this.#view.filters.length > 0 ? "all" : "none";
    const { session } = this.runtime.child;
    await session.post("Debugger.setPauseOnExceptions", { state });
  }

  /** What a path holds; undefined if that is not known. */
  source(path: string): Promise<string | undefined> {
    return sourceOf(path, this.runtime.child, this.scripts, this.#view.cells);
  }

  /** Forgets the values that clients were given to look into. */
  forget(): void {
    this.references.clear();
    this.runtime.child.release(OBJECT_GROUP);
  }

  /** A module may have breakpoints that were set before it was loaded. */
  async #load(script: Script) {
    if (!isModule(script.url)) return;
    const { breakpoints, emit } = this.#view;
    const waiting = breakpoints.of(pathOfModule(script.url));
    if (waiting.length === 0) return;
    const { setter } = this;
    await setter.inOrder(() => setter.setInModule(script, waiting))
      .catch(() => {
        // The runtime has ended.
      });
    for (const one of waiting) {
      emit("breakpoint", {
        reason: "changed",
        breakpoint: breakpointBody(one),
      });
    }
  }
}
