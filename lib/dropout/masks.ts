/**
 * Masks recorded, drawn again, replayed and held still.
 *
 * A record is three integers, a rate and a shape, not a tensor: recording a
 * whole training costs nothing, and `maskOf` draws any of its masks again. As
 * JSON it can be kept in a file, and replayed from there.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { Table } from "../display/table.ts";
import { shownWithout } from "../display/shown_without.ts";
import { during } from "../random/during.ts";
import { type LayerFilter, selectLayers } from "../layers/layer_filter.ts";
import {
  type DrawnMask,
  drawsMasks,
  type MaskDrawer,
  maskOf,
} from "../layers/mask_drawer.ts";

/** A mask that a layer of a model drew. */
export interface MaskRecord extends DrawnMask {
  /** Where the layer stands in the model. */
  readonly path: string;
}

function maskDrawers(
  model: tf.layers.Layer,
  filter?: LayerFilter,
): { path: string; layer: MaskDrawer }[] {
  const drawing = (filter?: LayerFilter) =>
    selectLayers(model, filter).flatMap(({ path, layer }) =>
      drawsMasks(layer) ? [{ path, layer }] : []
    );
  const layers = drawing(filter);
  if (layers.length > 0) return layers;
  const others = drawing().map(({ path }) => path).join(", ");
  throw new RangeError(
    others
      ? `The filter means no layer that draws masks; those of ${model.name} that do: ${others}`
      : `No layer of ${model.name} draws masks`,
  );
}

/**
 * Records every mask that the layers of a model draw while `act` runs.
 *
 * @param records Receives the records in the order of drawing.
 * @param filter Which layers; without it all.
 * @returns What `act` returns.
 * @throws {RangeError} If no layer is meant whose masks can be recorded.
 */
export function recordMasks<T>(
  model: tf.layers.Layer,
  records: MaskRecord[],
  act: () => T,
  filter?: LayerFilter,
): T {
  requireKind("recordMasks", "act", act, "function");
  if (!Array.isArray(records)) {
    throw new TypeError(
      `recordMasks needs an array that receives the records, got ${records}`,
    );
  }
  const restore = maskDrawers(model, filter).map(({ path, layer }) => {
    const before = layer.onDraw;
    layer.onDraw = (drawn) => {
      before?.(drawn);
      records.push(shownWithout({ path, ...drawn }, ["layer"]));
    };
    return () => layer.onDraw = before;
  });
  return during(() => restore.forEach((one) => one()), act);
}

/**
 * Gives layers the masks of earlier draws, in the order each layer drew them
 * and at the rate it had then. Layers without records draw as ever. No layer's
 * own stream moves on.
 *
 * @throws {RangeError} If no record is of a layer of the model; in `act`, when
 * a layer needs more masks than it recorded.
 * @returns What `act` returns.
 */
export function replayMasks<T>(
  model: tf.layers.Layer,
  records: readonly MaskRecord[],
  act: () => T,
): T {
  requireKind("replayMasks", "records", records, "list");
  requireKind("replayMasks", "act", act, "function");
  const recorded = new Set(records.map(({ path }) => path));
  if (!selectLayers(model).some(({ path }) => recorded.has(path))) {
    throw new RangeError(
      `No mask was recorded for a layer of ${model.name}; there are records for ${
        [...recorded].join(", ") || "none"
      }`,
    );
  }
  return withSource(
    model,
    (path) => {
      const own = records.filter((record) => record.path === path).values();
      return () => {
        const next = own.next();
        if (next.done) {
          throw new RangeError(`No recorded mask is left for ${path}`);
        }
        const { draw, rate, shared } = next.value;
        return { draw, rate, shared };
      };
    },
    act,
    ({ path }) => recorded.has(path),
  );
}

/**
 * Holds each layer's mask still while `act` runs: the one that its stream
 * would draw next.
 *
 * @param filter Which layers; without it all.
 * @returns What `act` returns.
 * @throws {RangeError} If no layer is meant whose masks can be fixed.
 */
export function fixMasks<T>(
  model: tf.layers.Layer,
  act: () => T,
  filter?: LayerFilter,
): T {
  requireKind("fixMasks", "act", act, "function");
  return withSource(
    model,
    (_, { seedStream: { seed, layer, step } }) => () => ({
      draw: { seed, layer, step },
    }),
    act,
    filter,
  );
}

function withSource<T>(
  model: tf.layers.Layer,
  sourceOf: (
    path: string,
    layer: MaskDrawer,
  ) => NonNullable<MaskDrawer["drawSource"]>,
  act: () => T,
  filter?: LayerFilter,
): T {
  const restore = maskDrawers(model, filter).map(({ path, layer }) => {
    const before = layer.drawSource;
    layer.drawSource = sourceOf(path, layer);
    return () => layer.drawSource = before;
  });
  return during(() => restore.forEach((one) => one()), act);
}

/**
 * How many masks each layer drew and which fraction of their values is 0.
 *
 * @returns A table with one row per layer.
 */
export async function countMasks(
  records: readonly MaskRecord[],
): Promise<Table> {
  requireKind("countMasks", "records", records, "list");
  const counts = new Map<
    string,
    { masks: number; units: number; zeros: number }
  >();
  for (const record of records) {
    const count = counts.get(record.path) ?? { masks: 0, units: 0, zeros: 0 };
    counts.set(record.path, count);
    const mask = maskOf(record);
    const values = await mask.data();
    mask.dispose();
    count.masks++;
    count.units += values.length;
    count.zeros += values.filter((value) => value === 0).length;
  }
  return new Table(
    ["layer", "masks", "units", "dropped", "fraction"],
    [...counts].map(([path, { masks, units, zeros }]) => [
      path,
      masks,
      units,
      zeros,
      zeros / units,
    ]),
  );
}
