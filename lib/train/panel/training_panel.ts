/**
 * A training's panel: how far it is, and what a person can do about it.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { HBox, VBox } from "../../widgets/boxes.ts";
import { Button, ToggleButton } from "../../widgets/buttons.ts";
import { FloatLogSlider, FloatProgress } from "../../widgets/numbers.ts";
import { Label } from "../../widgets/texts.ts";
import {
  getLearningRate,
  setLearningRate,
} from "../../weights/learning_rate.ts";
import type { AnyWidget } from "../../widgets/widget.ts";

/** What the panel says of a training. */
export interface PanelState {
  /** Such as `epoch 3/20`. */
  place: string;
  /** Share that is done, in [0, 1]; undefined if the end is not known. */
  done: number | undefined;
  /** The metrics of now. */
  metrics: string;
  /** Such as `0:12 left` or `paused`; empty if not known. */
  left: string;
}

/** What a person does. */
export interface PanelActions {
  onStop(): void;
  onPause(isPaused: boolean): void;
}

/** How far the slider goes below and above the rate, in powers of ten. */
const DECADES = [3, 1];

export class TrainingPanel {
  readonly #bar = new FloatProgress({
    max: 1,
    layout: { width: "320px" },
  });
  readonly #place = new Label();
  readonly #metrics = new Label();
  readonly #root: VBox;
  readonly #all: AnyWidget[];
  #wasSeen = false;

  constructor(actions: PanelActions, optimizer?: tf.Optimizer) {
    const stop = new Button({
      description: "Stop training",
      icon: "stop",
      tooltip: "Ends after this batch; the weights are kept",
      button_style: "danger",
    });
    const pause = new ToggleButton({ description: "Pause", icon: "pause" });
    stop.on("click", () => {
      stop.set({ description: "Stopping …", disabled: true });
      actions.onStop();
    });
    pause.on("change:value", (isPaused) => {
      pause.set({ description: isPaused ? "Go on" : "Pause" });
      actions.onPause(isPaused);
    });
    const buttons = [stop, pause, ...this.#rateSlider(optimizer)];
    const rows = [
      new HBox({ children: [this.#bar, this.#place] }),
      this.#metrics,
      new HBox({ children: buttons }),
    ];
    this.#root = new VBox({ children: rows });
    // Front ends count the views of a model that begins with a number.
    this.#root.set({ _view_count: 0 });
    this.#root.on("change:_view_count", (count) => {
      if ((count ?? 0) > 0) this.#wasSeen = true;
    });
    this.#all = [
      this.#root,
      ...rows,
      ...buttons,
      this.#bar,
      this.#place,
    ];
  }

  /** What is displayed. */
  get root(): VBox {
    return this.#root;
  }

  /**
   * Whether a front end has drawn it; it may have been scrolled out of sight,
   * or closed with its page, since.
   */
  get wasSeen(): boolean {
    return this.#wasSeen;
  }

  update({ place, done, metrics, left }: PanelState): void {
    if (done !== undefined) this.#bar.value = done;
    this.#place.value = [place, left].filter(Boolean).join(", ");
    this.#metrics.value = metrics;
  }

  close(): void {
    for (const widget of this.#all) widget.close();
  }

  #rateSlider(optimizer: tf.Optimizer | undefined): FloatLogSlider[] {
    const rate = settableRate(optimizer);
    if (rate === undefined) return [];
    const power = Math.log10(rate);
    const slider = new FloatLogSlider({
      description: "learning rate",
      min: Math.floor(power - DECADES[0]),
      max: Math.ceil(power + DECADES[1]),
      step: 0.05,
      value: rate,
      readout_format: ".2g",
      continuous_update: false,
      style: { description_width: "initial" } as never,
    });
    slider.on("change:value", (value) => setLearningRate(optimizer!, value));
    return [slider];
  }
}

/** The rate of an optimizer that lets itself be set; of others undefined. */
function settableRate(optimizer: tf.Optimizer | undefined): number | undefined {
  if (!optimizer) return undefined;
  try {
    const rate = getLearningRate(optimizer);
    // One that follows a schedule refuses.
    setLearningRate(optimizer, rate);
    return rate > 0 ? rate : undefined;
  } catch {
    return undefined;
  }
}
