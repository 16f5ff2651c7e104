import * as tf from "@tensorflow/tfjs";
import type { LayerFilter } from "../layers/layer_filter.ts";
import type { PlacedLayer } from "../layers/walk_layers.ts";
import { freeze, unfreeze } from "../weights/freeze.ts";
import { setLearningRate } from "../weights/learning_rate.ts";
import type { Remembering } from "./fit_callbacks.ts";
import { slantedTriangular } from "./optimizers/learning_rate_schedule.ts";

/** Layers that begin to train together. */
export interface FineTuneStage {
  readonly layers: readonly PlacedLayer[];
  /** Epoch in which they begin to train, from 0. */
  readonly fromEpoch: number;
  /** Their highest rate. */
  readonly rate: number;
}

/** The layers of a list, as a filter. */
export function isIn(layers: readonly PlacedLayer[]): LayerFilter {
  const set = new Set(layers.map(({ layer }) => layer));
  return ({ layer }: PlacedLayer) => set.has(layer);
}

/** What there is to do in each epoch and batch. */
export interface StagedTraining {
  readonly model: tf.LayersModel;
  readonly stages: readonly FineTuneStage[];
  readonly epochs: number;
}

/** Thaws the stages when it is their turn, and sets their rates. */
export class FineTuneCallback extends tf.Callback implements Remembering {
  readonly name = "fineTune";
  readonly #plan: StagedTraining;
  readonly #optimizers: tf.Optimizer[];
  #batches = 0;

  constructor(plan: StagedTraining, optimizers: tf.Optimizer[]) {
    super();
    this.#plan = plan;
    this.#optimizers = optimizers;
  }

  override onTrainBegin(logs?: tf.Logs): Promise<void> {
    if (!logs?.resumed) {
      this.#batches = 0;
      freeze(this.#plan.model);
    }
    return Promise.resolve();
  }

  override onEpochBegin(epoch: number): Promise<void> {
    const due = this.#plan.stages.filter(({ fromEpoch }) => fromEpoch <= epoch);
    const layers = due.flatMap(({ layers }) => layers);
    if (layers.length > 0) unfreeze(this.#plan.model, isIn(layers));
    return Promise.resolve();
  }

  override onBatchBegin(): Promise<void> {
    const { steps } = this.params as { steps?: number };
    // For a dataset of unknown length the rate stays at its highest.
    const share = steps
      ? slantedTriangular({
        learningRate: 1,
        steps: steps * this.#plan.epochs,
      }).at(this.#batches)
      : 1;
    this.#batches++;
    for (const [i, { rate }] of this.#plan.stages.entries()) {
      setLearningRate(this.#optimizers[i], rate * share);
    }
    return Promise.resolve();
  }

  saveState(): unknown {
    return this.#batches;
  }

  loadState(state: unknown): void {
    this.#batches = state as number;
  }
}
