/**
 * Pauses of one runtime: which of V8's are the user's, their frames, and how
 * the code goes on.
 *
 * @module
 */

import type { Events } from "../cdp/domains.ts";
import type { DenoChild } from "../runtime/process/deno_child.ts";
import { log, told } from "../log/log.ts";
import { within } from "../time/within.ts";
import { DebugError } from "./debug_error.ts";
import type { Frame } from "./frame.ts";
import { shownFrames } from "./shown_frames.ts";
import type { Locations } from "./locations.ts";
import { KERNEL_PATTERNS, PACKAGE_PATTERNS } from "./scripts.ts";
import { isThrown, type Stopped, stoppedBody } from "./stopped.ts";

/** How the code goes on. */
export type Step = "resume" | "stepOver" | "stepInto" | "stepOut";

/** Most steps in a row through the compiler's own code, which nobody sees. */
const HIDDEN_STEPS = 50;
/** How long V8 may take to interrupt code that runs. */
const INTERRUPTED_MS = 100;
/** A step that takes longer is shown as running. */
const STEP_MS = 100;

export interface PauseEvents {
  stopped(body: Stopped): void;
  continued(): void;
  /** Whether the user wants to see what was thrown. */
  isWanted(pause: Events["Debugger.paused"]): Promise<boolean>;
  /** The user's numbers of V8's breakpoints. */
  idsOf(breakpoints: string[]): number[];
}

export class Pauses {
  /** Frames of the user's code, the innermost first; empty while it runs. */
  frames: Frame[] = [];
  /** What was thrown, if that is why the code is paused. */
  thrown: Events["Debugger.paused"]["data"];
  readonly #child: DenoChild;
  readonly #locations: Locations;
  readonly #events: PauseEvents;
  readonly #undo: (() => void)[];
  #step: Step = "resume";
  #hidden = 0;
  #isAsked = false;
  #frameId = 1;
  #continued: ReturnType<typeof setTimeout> | undefined;

  constructor(child: DenoChild, locations: Locations, events: PauseEvents) {
    this.#child = child;
    this.#locations = locations;
    this.#events = events;
    this.#undo = [
      child.session.on("Debugger.paused", (event) => {
        this.#onPaused(event).catch((error) => {
          // The runtime ends; its exit is reported elsewhere.
          log.line(`a pause was not shown: ${told(error)}`);
        });
      }),
      child.session.on("Debugger.resumed", () => this.#onResumed()),
    ];
  }

  close(): void {
    clearTimeout(this.#continued);
    for (const undo of this.#undo) undo();
  }

  /** @throws {DebugError} If the code runs, or has gone on since. */
  frame(id: number): Frame {
    const found = this.frames.find((frame) => frame.id === id);
    if (found) return found;
    throw new DebugError("There is no such frame any more");
  }

  /** @throws {DebugError} If nothing is paused. */
  async go(step: Step): Promise<void> {
    if (!this.#child.debugger.isPaused) {
      throw new DebugError("Nothing is paused");
    }
    this.#hidden = 0;
    await this.#go(step);
  }

  /**
   * Pauses at the next line of the user's.
   *
   * V8 interrupts code that runs. If V8 evaluates something for the kernel at
   * that moment, the pause would fall into that, and V8 drops it. So all other
   * commands wait until V8 has paused, or some time has passed.
   */
  async ask(): Promise<void> {
    this.#isAsked = true;
    const { session } = this.#child;
    const { promise: paused, resolve } = Promise.withResolvers<void>();
    const undo = session.on("Debugger.paused", () => resolve());
    await session.alone(async (post) => {
      await post("Debugger.pause", {});
      await within(INTERRUPTED_MS, paused);
    });
    undo();
  }

  async #go(step: Step) {
    this.#step = step;
    const { session } = this.#child;
    // Steps go over packages. When the code is resumed it must not go over any:
    // V8 reports no exception that is thrown in a script that it steps over.
    const patterns = step === "resume"
      ? KERNEL_PATTERNS
      : [...KERNEL_PATTERNS, ...PACKAGE_PATTERNS];
    const set = session.post("Debugger.setBlackboxPatterns", { patterns });
    await Promise.all([set, session.post(`Debugger.${step}`, {})]);
  }

  async #onPaused(event: Events["Debugger.paused"]) {
    // Stop makes pauses of its own, and ends them.
    if (this.#child.debugger.isStopping) return;
    clearTimeout(this.#continued);
    const frames = await shownFrames(
      event.callFrames,
      this.#locations,
      () => this.#frameId++,
    );
    const thrown = isThrown(event);
    const again = this.#hidden < HIDDEN_STEPS ? this.#step : "resume";
    if (frames.length === 0) {
      // A step that leaves the user's code for Deno's event loop is over. But a
      // client that asked for a pause waits until the user's code runs again.
      return await this.#go(this.#isAsked ? "stepInto" : "resume");
    }
    if (thrown && !await this.#events.isWanted(event)) {
      return await this.#go(again);
    }
    const [top] = frames;
    const isTop = top.paused === event.callFrames[0];
    if (!thrown && (!isTop || top.place.isHidden)) {
      this.#hidden++;
      if (again === "resume" && !this.#isAsked) return await this.#go("resume");
      return await this.#go(isTop ? "stepOver" : "stepOut");
    }
    const ids = this.#events.idsOf(event.hitBreakpoints ?? []);
    const body = stoppedBody(event, ids, this.#isAsked);
    this.#isAsked = false;
    this.#hidden = 0;
    this.frames = frames;
    this.thrown = thrown ? event.data : undefined;
    this.#child.debugger.isPaused = true;
    this.#events.stopped(body);
  }

  #onResumed() {
    const { debugger: state } = this.#child;
    const wasShown = this.frames.length > 0;
    state.isPaused = false;
    this.frames = [];
    this.thrown = undefined;
    if (!wasShown) return;
    clearTimeout(this.#continued);
    if (this.#step === "resume" || state.isStopping) this.#events.continued();
    else {
      // Most steps end at once: a page that showed the code as running in
      // between would flicker.
      const tell = () => this.#events.continued();
      this.#continued = setTimeout(tell, STEP_MS);
    }
  }
}
