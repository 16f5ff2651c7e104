/**
 * Trap of a model that is saved in the middle of a training: loaded in another
 * process, its dropout draws from the first mask on, so that what follows is
 * another training than the one that was not interrupted.
 *
 * Here a model that is saved with its optimizer also says how many draws each
 * layer has made, and goes on from there when it is loaded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { walkLayers } from "../layers/walk_layers.ts";
import type { SeedStream } from "../random/seed_stream.ts";

/** What a model is trained with, as it is saved. */
interface TrainingConfig {
  /** Draws that were made, by the paths of layers. */
  draws?: Record<string, number>;
}

interface Saving extends tf.layers.Layer {
  getTrainingConfig(): TrainingConfig;
  loadTrainingConfig(config: TrainingConfig): void;
}

/** Where layers draw, by their paths. */
function streamsOf(model: tf.layers.Layer): [string, SeedStream][] {
  return [...walkLayers(model)].flatMap(({ layer, path }) => {
    const { seedStream } = layer as { seedStream?: SeedStream };
    return seedStream ? [[path, seedStream] as [string, SeedStream]] : [];
  });
}

export function drawsLostBySaving(): void {
  const model = tf.LayersModel.prototype as unknown as Saving;
  const { getTrainingConfig, loadTrainingConfig } = model;
  model.getTrainingConfig = function () {
    const config = getTrainingConfig.call(this);
    const drawn = streamsOf(this).filter(([, { step }]) => step > 0);
    if (drawn.length === 0) return config;
    const draws = drawn.map(([path, { step }]) => [path, step]);
    return { ...config, draws: Object.fromEntries(draws) };
  };
  model.loadTrainingConfig = function ({ draws = {}, ...config }) {
    loadTrainingConfig.call(this, config);
    for (const [path, stream] of streamsOf(this)) {
      if (Object.hasOwn(draws, path)) stream.step = draws[path];
    }
  };
}
