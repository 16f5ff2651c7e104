/**
 * What is seen of a training: a panel where front ends have widgets, else one
 * display that is updated in place, or lines.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  LiveDisplay,
  type LiveDisplayOptions,
} from "../../display/live_display.ts";
import { DISPLAY, type MimeBundle } from "../../display/mime_bundle.ts";
import { kernelComms } from "../../widgets/comm.ts";
import { hasFrontEnd } from "../../widgets/front_end.ts";
import { type PanelState, TrainingPanel } from "./training_panel.ts";

/**
 * How long a page is given to draw the panel before its output is shown again,
 * for front ends that show the text. It stays open all the same: a page may be
 * slow, and one that is opened later shows it.
 */
const SEEN_MS = 2000;

/** Least time between two changes of the panel. */
const PANEL_MS = 100;

/** A training that a person can stop. */
export interface TrainingViewParts {
  /** Its learning rate gets a slider. */
  optimizer?: tf.Optimizer;
  /** Where to show it; then there is no panel. */
  display?: LiveDisplayOptions;
  /** Ends it after the step it is in. */
  stop(): void;
}

/** What is shown of one state: by the panel, and where there is none. */
export interface ViewState extends PanelState {
  bundle(): MimeBundle;
}

export class TrainingView {
  readonly #display: LiveDisplay;
  #panel: TrainingPanel | undefined;
  #showAt = -Infinity;
  #panelAt = -Infinity;
  #isPaused = false;
  /** Makes the state that came last, which may not have been shown. */
  #latest: (() => ViewState) | undefined;
  #wake: () => void = () => {};

  constructor(parts: TrainingViewParts) {
    this.#display = new LiveDisplay(parts.display);
    const mayShow = parts.display === undefined && this.#display.isUpdatable &&
      kernelComms() !== undefined && hasFrontEnd();
    if (!mayShow) return;
    this.#panel = new TrainingPanel({
      onStop: () => {
        parts.stop();
        this.wake();
      },
      onPause: (isPaused) => {
        this.#isPaused = isPaused;
        this.wake();
      },
    }, parts.optimizer);
  }

  /** Writes a line that stays, where there is no notebook. */
  line(text: string): void {
    this.#display.line(text);
  }

  /** Shows a state, unless the last one is too young. */
  update(make: () => ViewState): void {
    const now = performance.now();
    const panel = this.#panel;
    if (!panel) return this.#display.update(() => make().bundle());
    this.#latest = make;
    if (now < this.#panelAt) return;
    this.#panelAt = now + PANEL_MS;
    const state = make();
    panel.update(state);
    if (panel.wasSeen || now < this.#showAt) return;
    this.#showAt = now + SEEN_MS;
    this.#display.update(() => ({
      ...state.bundle(),
      ...panel.root[DISPLAY](),
      "text/plain": state.bundle()["text/plain"],
    }));
  }

  /** Fulfilled at once, unless a person has paused the training. */
  async whilePaused(mustStop: () => boolean): Promise<void> {
    if (this.#isPaused && this.#latest) {
      this.#panel?.update({ ...this.#latest(), left: "paused" });
    }
    while (this.#isPaused && !mustStop()) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Ends a pause's waiting, so that it looks whether it must stop. */
  wake(): void {
    this.#wake();
  }

  /** Shows the last state, in words, and takes the panel away. */
  async finish(bundle: MimeBundle): Promise<void> {
    await this.#display.finish(bundle);
    this.#panel?.close();
    this.#panel = undefined;
  }
}
