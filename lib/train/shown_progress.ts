import { clockText } from "../display/clock_text.ts";
import { epochValues } from "./epoch_values.ts";
import type { ViewState } from "./panel/training_view.ts";
import { metricsText } from "./training_history.ts";
import type { TrainingPosition } from "./training_position.ts";
import { progressBundle, timeLeft } from "./training_progress.ts";

/** What the panel and the line of progress show of a training of `fit`. */
export function shownProgress(
  position: TrainingPosition,
  { epochs, batches, batchesDone, elapsedMs }: {
    epochs: number;
    /** Batches in an epoch, if known. */
    batches: number | undefined;
    /** Batches of this run, which took `elapsedMs`. */
    batchesDone: number;
    elapsedMs: number;
  },
): ViewState {
  const { epoch, batch } = position;
  const left = batches &&
    timeLeft(batchesDone, elapsedMs, (epochs - epoch) * batches - batch);
  const logs = epochValues(position.totals);
  return {
    place: `epoch ${epoch + 1}/${epochs}`,
    done: (epoch + (batches ? batch / batches : 0)) / epochs,
    metrics: metricsText(logs),
    left: left === undefined ? "" : `${clockText(left)} left`,
    bundle: () => progressBundle({ epoch, epochs, batch, batches, logs, left }),
  };
}

/** What is shown while the frozen part is computed; `done` in `[0, 1]`. */
export function shownPreparation(
  { epoch }: TrainingPosition,
  epochs: number,
  done: number,
): ViewState {
  const place = `epoch ${epoch + 1}/${epochs}`;
  const text = `frozen part ${Math.floor(100 * done)} %`;
  return {
    place,
    done: epoch / epochs,
    metrics: text,
    left: "",
    bundle: () => ({ "text/plain": `${place}  ${text}` }),
  };
}
