/**
 * A training loop of a user's own, with the panel, the Stop and the progress
 * that `fit` has.
 *
 * @module
 */

import { clockText } from "../display/clock_text.ts";
import type * as tf from "@tensorflow/tfjs";
import type { LiveDisplayOptions } from "../display/live_display.ts";
import { checkOptions } from "../options/check_options.ts";
import { requireKind } from "../options/require_kind.ts";
import { Breath } from "./breath.ts";
import { repairEngine } from "./engine_repair.ts";
import { TrainingView } from "./panel/training_view.ts";
import { metricsText } from "./training_history.ts";
import { progressBundle, timeLeft } from "./training_progress.ts";

/** What a loop is. */
export interface TrainingOptions {
  /** Number of steps; without it the loop goes on until it is stopped. */
  steps?: number;
  /** Its learning rate gets a slider where there are widgets. */
  optimizer?: tf.Optimizer;
  /** False shows nothing; else where to show it. */
  display?: LiveDisplayOptions | false;
}

const OPTIONS = { steps: true, optimizer: "optimizer", display: true } as const;

/** One training loop. */
export class Training {
  readonly #options: TrainingOptions;
  #logs: Record<string, number> = {};
  #isStopped = false;
  #view: TrainingView | undefined;
  #breath: Breath | undefined;

  constructor(options: TrainingOptions = {}) {
    checkOptions("training", options, OPTIONS);
    const { steps } = options;
    if (steps !== undefined && !(Number.isInteger(steps) && steps > 0)) {
      throw new RangeError(`steps must be a positive integer, got ${steps}`);
    }
    this.#options = options;
  }

  /** Whether somebody has stopped it. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /**
   * What is shown beside the progress: the newest values by name.
   *
   * @throws {TypeError} If a value is no number, such as a tensor.
   */
  log(metrics: Record<string, number>): void {
    requireKind("log", "metrics", metrics, "object");
    for (const [name, value] of Object.entries(metrics)) {
      // A loss of NaN is to be seen.
      if (Number.isNaN(value)) continue;
      requireKind("log", name, value, "number");
    }
    this.#logs = { ...metrics };
  }

  /** Ends the loop before its next step. */
  stop(): void {
    this.#isStopped = true;
    this.#view?.wake();
    this.#breath?.end();
  }

  /**
   * The indices of the steps, from 0. Between two of them events are let in:
   * the panel's buttons, after which the loop ends and the cell goes on, and
   * the user's Stop, after which the cell's own code does not go on at all.
   */
  async *steps(): AsyncGenerator<number, void, void> {
    repairEngine();
    this.#isStopped = false;
    const { steps, optimizer, display } = this.#options;
    const view = this.#view = display === false ? undefined : new TrainingView({
      optimizer,
      display,
      stop: () => this.stop(),
    });
    const started = performance.now();
    const breath = this.#breath = new Breath();
    let done = 0;
    const end = async () => {
      globalThis.removeEventListener("interrupt", onInterrupt);
      const words = [
        `${done} ${done === 1 ? "step" : "steps"}`,
        metricsText(this.#logs),
        this.#isStopped ? "stopped" : "",
        clockText(performance.now() - started),
      ];
      await view?.finish({ "text/plain": words.filter(Boolean).join("; ") });
    };
    // The stopped cell does not come back to end the loop.
    const onInterrupt = () => {
      this.stop();
      void end();
    };
    globalThis.addEventListener("interrupt", onInterrupt);
    try {
      while (!this.#isStopped && done < (steps ?? Infinity)) {
        yield done;
        done++;
        view?.update(() => {
          const elapsed = performance.now() - started;
          const left = steps && timeLeft(done, elapsed, steps - done);
          return stepsState(done, steps, this.#logs, left);
        });
        await breath.pause(
          "batch",
          () => view?.whilePaused(() => this.#isStopped),
        );
      }
    } finally {
      await end();
    }
  }
}

function stepsState(
  done: number,
  steps: number | undefined,
  logs: Record<string, number>,
  left: number | undefined,
) {
  return {
    place: steps ? `step ${done}/${steps}` : `step ${done}`,
    done: steps ? done / steps : undefined,
    metrics: metricsText(logs),
    left: left === undefined ? "" : `${clockText(left)} left`,
    bundle: () =>
      progressBundle({
        epoch: 0,
        epochs: 1,
        batch: done,
        batches: steps,
        logs,
        left,
      }),
  };
}

/**
 * A training loop with the panel, the Stop and the progress that `fit` has.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { training } from "thaw";
 *
 * const weight = tf.variable(tf.scalar(3));
 * const optimizer = tf.train.sgd(0.1);
 * const run = training({ steps: 20, optimizer });
 * for await (const _step of run.steps()) {
 *   const loss = optimizer.minimize(() => weight.square().asScalar(), true)!;
 *   run.log({ loss: (await loss.data())[0] });
 *   loss.dispose();
 * }
 * ```
 *
 * @throws {TypeError} On an option that there is not.
 * @throws {RangeError} If `steps` is no positive integer.
 */
export function training(options: TrainingOptions = {}): Training {
  return new Training(options);
}
