/**
 * Batches of what a model's frozen part gives, which is computed once and kept,
 * so that a step begins behind it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Container } from "../mends/plan_layers.ts";
import type { Cut } from "../mends/run_from_cut.ts";
import type {
  BatchIterator,
  BatchSource,
  PrepareHooks,
  Samples,
} from "./batches.ts";
import { computeFeatures } from "./compute_features.ts";
import { type FrozenPart, frozenPart } from "./frozen_part.ts";
import {
  type CutOptions,
  type Ordered,
  tensorBatches,
} from "./tensor_batches.ts";
import { innerModel, standardize } from "./train_step.ts";

/** What the batches are made of. */
export interface FrozenBatchesParts {
  model: tf.LayersModel;
  /** They stay the caller's. */
  samples: Samples;
  options: CutOptions;
  /** Whether for steps of training; else to measure on. */
  training: boolean;
}

export class FrozenBatches implements BatchSource {
  readonly #parts: FrozenBatchesParts;
  readonly #current: Samples;
  readonly #source: Ordered;
  #part: FrozenPart | undefined;
  #cut: Cut | undefined;
  #owned: tf.Tensor[] = [];
  #isPrepared = false;
  #mayKeepNothing: boolean;
  #bytes = 0;

  /** @throws {RangeError} If the tensors differ in their number of samples. */
  constructor(parts: FrozenBatchesParts) {
    this.#parts = parts;
    this.#current = { ...parts.samples };
    this.#source = tensorBatches(this.#current, parts.options);
    this.#mayKeepNothing = !parts.training;
  }

  get batches(): number | undefined {
    return this.#source.batches;
  }

  get samples(): number | undefined {
    return this.#source.samples;
  }

  get ordered(): Ordered["ordered"] {
    return this.#source.ordered;
  }

  get cut(): Cut | undefined {
    return this.#cut;
  }

  /** Bytes of the values that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Names of the last layers whose values are kept. */
  get until(): string | undefined {
    return this.#part?.until;
  }

  epoch(epoch: number, first: number): Promise<BatchIterator> {
    return this.#source.epoch(epoch, first);
  }

  resume(former: BatchSource): void {
    this.#source.resume(former);
    // What was thawed on the way may be all there was.
    this.#mayKeepNothing = true;
  }

  isStale(): boolean {
    return !this.#isPrepared || this.#part?.hasChanged() === true;
  }

  /**
   * Computes the frozen part, anew where something in it was thawed or got
   * other weights. Where none is left, the batches are plain ones.
   *
   * @throws {RangeError} If it can't be kept, with the layer and the reason.
   */
  async prepare(hooks: PrepareHooks): Promise<void> {
    if (!this.isStale()) return;
    this.dispose();
    const { model, samples, options, training } = this.#parts;
    const part = frozenPart(model);
    if (typeof part === "string") {
      if (!this.#mayKeepNothing) {
        throw new RangeError(`cacheFrozen has nothing to keep: ${part}`);
      }
      this.#isPrepared = true;
      return;
    }
    const { x, y, made } = standardize(model, samples);
    this.#owned.push(...made);
    const features = await computeFeatures({
      model: innerModel(model) as unknown as Container,
      inputs: x,
      tensors: part.tensors,
      calls: part.calls,
      training,
      batchSize: options.batchSize,
      owner: "cacheFrozen",
    }, hooks);
    if (!features) return this.dispose();
    const masks = features.masks.filter((mask) => mask != null);
    this.#owned.push(...features.values, ...masks);
    this.#current.xs = [...features.values, ...masks];
    this.#current.ys = y;
    this.#cut = {
      tensors: part.tensors,
      isMasked: features.masks.map((mask) => mask != null),
    };
    this.#part = part;
    this.#bytes = features.bytes;
    this.#isPrepared = this.#mayKeepNothing = true;
  }

  dispose(): void {
    const { xs, ys } = this.#parts.samples;
    Object.assign(this.#current, { xs, ys });
    tf.dispose(this.#owned);
    this.#owned = [];
    this.#cut = this.#part = undefined;
    this.#bytes = 0;
    this.#isPrepared = false;
  }
}
