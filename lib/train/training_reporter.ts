/**
 * What a training says while it runs: its place, a line for each epoch, and how
 * it ended.
 *
 * @module
 */

import { clockText } from "../display/clock_text.ts";
import { sizeText } from "./feature_store.ts";
import { shownPreparation, shownProgress } from "./shown_progress.ts";
import { metricsText, type StopReason } from "./training_history.ts";
import type { TrainingParts } from "./training_parts.ts";

export class TrainingReporter {
  readonly #parts: TrainingParts;
  readonly #started = performance.now();
  #batchesDone = 0;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** How much of the frozen part is computed, in `[0, 1]`. */
  preparing(done: number): void {
    const { display, position, epochs } = this.#parts;
    display?.update(() => shownPreparation(position, epochs, done));
  }

  /** @param until The layer up to which the frozen part is kept, if it is. */
  prepared(until: string | undefined, bytes: number): void {
    this.#parts.display?.line(
      until
        ? `the frozen part is kept up to ${until}: ${sizeText(bytes)}`
        : "what was frozen trains; nothing is kept",
    );
  }

  batchEnded(): void {
    this.#batchesDone++;
    const { display, epochs, steps: batches, position } = this.#parts;
    display?.update(() =>
      shownProgress(position, {
        epochs,
        batches,
        batchesDone: this.#batchesDone,
        elapsedMs: performance.now() - this.#started,
      })
    );
  }

  epochEnded(epoch: number, logs: Record<string, number>): void {
    const { display, epochs } = this.#parts;
    display?.line(`epoch ${epoch + 1}/${epochs}  ${metricsText(logs)}`);
  }

  /** The dataset had fewer batches than were asked for. */
  shortEpoch(): void {
    const { position, steps } = this.#parts;
    console.warn(
      `The dataset ended after ${position.batch} of ${steps} batches of epoch ${
        position.epoch + 1
      }; training ends. Use repeat() for a dataset without an end`,
    );
  }

  async ended(
    reason: StopReason | undefined,
    isResumable: boolean,
  ): Promise<void> {
    const { display, history, options } = this.#parts;
    const { timings = true } = options;
    const time = clockText(performance.now() - this.#started);
    // A stopped cell's `const history = await fit(…)` assigns nothing.
    const way = isResumable && reason !== "stopTraining"
      ? "; the history so far is model.history, resume: true goes on"
      : "";
    const text = history.toText() + way + (timings ? `; ${time}` : "");
    await display?.finish({ "text/plain": text });
  }
}
