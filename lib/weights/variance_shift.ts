/**
 * Dropout before BatchNormalization: in training the normalization sees the
 * noise, its moving variance remembers it, and at prediction it is gone.
 *
 * @see Li et al., "Understanding the Disharmony Between Dropout and Batch
 * Normalization by Variance Shift", CVPR 2019, section 3.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { droppingRate } from "../layers/dropping_rate.ts";
import { isBatchNormalization } from "../layers/normalize_by_phase.ts";
import { type PlacedLayer, walkLayers } from "../layers/walk_layers.ts";

/** A BatchNormalization that sees the noise of a dropout layer. */
export interface VarianceShift {
  readonly dropout: PlacedLayer;
  readonly normalization: PlacedLayer;
  /**
   * Variance at prediction over variance in training, of an input of mean 0:
   * `1 - rate`. With another mean it is smaller still.
   */
  readonly ratio: number;
}

interface Node {
  outboundLayer: tf.layers.Layer;
}

interface Connected {
  outboundNodes: Node[];
  inputLayers?: tf.layers.Layer[];
  outputLayers?: tf.layers.Layer[];
}

/** The layers that a layer's output goes to, in and out of nested models. */
function followers(
  layer: tf.layers.Layer,
  ancestors: readonly PlacedLayer[],
): tf.layers.Layer[] {
  const next = (layer as unknown as Connected).outboundNodes
    .map(({ outboundLayer }) => outboundLayer)
    .flatMap(entrances);
  const container = ancestors.at(-1);
  const { outputLayers } = (container?.layer ?? {}) as Partial<Connected>;
  if (container && outputLayers?.includes(layer)) {
    next.push(...followers(container.layer, container.ancestors));
  }
  return next;
}

/** What first computes in a layer: of a nested model, what its inputs feed. */
function entrances(layer: tf.layers.Layer): tf.layers.Layer[] {
  const { inputLayers } = layer as unknown as Connected;
  if (!inputLayers) return [layer];
  return inputLayers.flatMap((input) => followers(input, []));
}

/**
 * All pairs of a dropout layer and a BatchNormalization that its output
 * reaches through layers without weights and at most one with.
 */
export function varianceShifts(model: tf.layers.Layer): VarianceShift[] {
  const places = new Map(
    [...walkLayers(model)].map((placed) => [placed.layer, placed]),
  );
  const shifts: VarianceShift[] = [];
  for (const dropout of places.values()) {
    const rate = droppingRate(dropout.layer);
    if (rate === 0 || dropout.isContainer) continue;
    const seen = new Set<tf.layers.Layer>();
    const visit = (layer: tf.layers.Layer, weighted: number) => {
      const placed = places.get(layer);
      if (!placed || seen.has(layer)) return;
      seen.add(layer);
      if (isBatchNormalization(layer)) {
        shifts.push({ dropout, normalization: placed, ratio: 1 - rate });
        return;
      }
      const own = weighted + (layer.weights.length > 0 ? 1 : 0);
      if (own > 1) return;
      for (const next of followers(layer, placed.ancestors)) visit(next, own);
    };
    for (const next of followers(dropout.layer, dropout.ancestors)) {
      visit(next, 0);
    }
  }
  return shifts;
}
