/**
 * A mask cut into flat panels that can be drawn as heatmaps.
 *
 * @module
 */

import type { ArrayValues } from "./array_values.ts";

/** Limits that keep a figure readable and below 100 KB in a notebook. */
const MAX_ROWS = 64;
const MAX_COLUMNS = 256;
const MAX_PANELS = 16;
const MAX_CELLS = 16_384;

/** One heatmap. */
export interface MaskPanel {
  title: string;
  rows: number[][];
}

/** The panels of a mask and the names of their axes. */
export interface MaskPanels {
  panels: MaskPanel[];
  xTitle: string;
  yTitle: string;
  /** What is left out, as words; empty if all is shown. */
  leftOut: string;
}

interface Cut {
  panels: number;
  rows: number;
  columns: number;
  name: string;
  xTitle: string;
  yTitle: string;
  at(panel: number, row: number, column: number): number;
}

function cut({ shape, values }: ArrayValues, sample: number): Cut {
  if (shape.length === 0) return cut({ shape: [1], values }, sample);
  if (shape.includes(0)) {
    throw new RangeError(`A mask of shape [${shape}] has no values`);
  }
  if (shape.length === 1) return cutUnits({ shape: [1, ...shape], values });
  // One value for all places of a feature, as spatial dropout has it.
  const isShared = shape.slice(1, -1).every((size) => size === 1);
  if (isShared) return cutUnits({ shape, values });
  if (shape.length === 3) return cutSequences({ shape, values });
  if (shape.length === 4) return cutImage({ shape, values }, sample);
  throw new RangeError(`A mask has 1 to 4 dimensions, got [${shape}]`);
}

/** `[batch, units]`, or such with axes of 1 in between. */
function cutUnits({ shape, values }: ArrayValues): Cut {
  const rows = shape[0];
  const columns = shape.at(-1)!;
  return {
    panels: 1,
    rows,
    columns,
    name: "",
    xTitle: ["unit", "feature", "channel"][shape.length - 2] ?? "channel",
    yTitle: "sample",
    at: (_, row, column) => values[row * columns + column],
  };
}

function cutSequences({ shape, values }: ArrayValues): Cut {
  const [panels, time, features] = shape;
  return {
    panels,
    rows: features,
    columns: time,
    name: "sample",
    xTitle: "time (step)",
    yTitle: "feature",
    at: (panel, row, column) =>
      values[(panel * time + column) * features + row],
  };
}

function cutImage({ shape, values }: ArrayValues, sample: number): Cut {
  const [samples, height, width, channels] = shape;
  if (!(sample >= 0 && sample < samples)) {
    throw new RangeError(`No sample ${sample} in a batch of ${samples}`);
  }
  return {
    panels: channels,
    rows: height,
    columns: width,
    name: "channel",
    xTitle: "column (pixel)",
    yTitle: "row (pixel)",
    at: (panel, row, column) =>
      values[((sample * height + row) * width + column) * channels + panel],
  };
}

function limited(name: string, shown: number, all: number): string[] {
  return shown < all ? [`${shown} of ${all} ${name}s`] : [];
}

/**
 * Cuts a mask: `[units]` and `[batch, units]` to one panel, `[batch, time,
 * features]` to one per sample, `[batch, height, width, channels]` to one per
 * channel of one sample. Masks that are 1 wide but in batch and features are
 * one panel too.
 *
 * @param sample Which sample of a batch of images.
 * @throws {RangeError} If the mask has no such sample, or not 1 to 4 dimensions.
 */
export function maskPanels(mask: ArrayValues, sample: number): MaskPanels {
  const whole = cut(mask, sample);
  const rows = Math.min(whole.rows, MAX_ROWS);
  const columns = Math.min(whole.columns, MAX_COLUMNS);
  const room = Math.floor(MAX_CELLS / (rows * columns));
  const count = Math.min(whole.panels, MAX_PANELS, Math.max(room, 1));
  const panels = Array.from({ length: count }, (_, panel) => ({
    title: whole.panels > 1 ? `${whole.name} ${panel}` : "",
    rows: Array.from(
      { length: rows },
      (_, row) =>
        Array.from(
          { length: columns },
          (_, column) => whole.at(panel, row, column),
        ),
    ),
  }));
  const leftOut = [
    ...limited(whole.name, count, whole.panels),
    ...limited(whole.yTitle.split(" ")[0], rows, whole.rows),
    ...limited(whole.xTitle.split(" ")[0], columns, whole.columns),
  ].join(", ");
  return { panels, xTitle: whole.xTitle, yTitle: whole.yTitle, leftOut };
}
