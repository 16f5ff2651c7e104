/**
 * Trap of a model that is saved in the middle of a training: loaded in another
 * process, its dropout draws from the first mask on, so that what follows is
 * another training than the one that was not interrupted.
 *
 * Here a model that is saved with its optimizer also says which draw of each
 * layer is the next, and goes on from there when it is loaded. A process that
 * `setRandomSeed` gave another seed keeps its own, from that step on.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { seededRun } from "../random/set_random_seed.ts";
import { walkLayers } from "../layers/walk_layers.ts";
import type { Draw, SeedStream } from "../random/seed_stream.ts";

/** What a model is trained with, as it is saved. */
interface TrainingConfig {
  /** The next draws, by the paths of layers; once saved as their steps alone. */
  draws?: Record<string, Draw | number>;
}

interface Saving extends tf.layers.Layer {
  getTrainingConfig(): TrainingConfig;
  loadTrainingConfig(config: TrainingConfig): void;
}

/** Goes on with the draws of a model that was saved. */
function goOn(stream: SeedStream, next: Draw | number): void {
  const run = seededRun();
  if (typeof next === "number") stream.step = next;
  else if (!run || run.seed === next.seed) stream.goOnAt(next);
  else stream.step = next.step;
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
    const draws = drawn.map(([path, { seed, layer, step }]) => [
      path,
      { seed, layer, step },
    ]);
    return { ...config, draws: Object.fromEntries(draws) };
  };
  model.loadTrainingConfig = function ({ draws = {}, ...config }) {
    loadTrainingConfig.call(this, config);
    for (const [path, stream] of streamsOf(this)) {
      if (Object.hasOwn(draws, path)) goOn(stream, draws[path]);
    }
  };
}
