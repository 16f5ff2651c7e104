import type * as tf from "@tensorflow/tfjs";
import type { BatchSource } from "./batches.ts";
import type { CallbacksInTurn } from "./callbacks_in_turn.ts";
import type { EarlyStopping } from "./early_stopping.ts";
import type { FitOptions } from "./fit_options.ts";
import type { TrainingView } from "./panel/training_view.ts";
import type { TrainingHistory } from "./training_history.ts";
import type { TrainingPosition } from "./training_position.ts";

/** What a training is made of. */
export interface TrainingParts {
  model: tf.LayersModel;
  source: BatchSource;
  validation: BatchSource | undefined;
  epochs: number;
  /** Batches in an epoch, if known. */
  steps: number | undefined;
  callbacks: CallbacksInTurn;
  stopping: EarlyStopping | undefined;
  history: TrainingHistory;
  position: TrainingPosition;
  /** Whether it goes on where another was stopped. */
  isResumed: boolean;
  display: TrainingView | undefined;
  options: FitOptions;
}
