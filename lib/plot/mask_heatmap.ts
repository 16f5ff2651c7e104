/**
 * Which units a dropout mask keeps, as a picture.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import { formatNumber } from "../display/table.ts";
import { type ArraySource, isArraySource, readValues } from "./array_values.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { type FigurePromise, figurePromise } from "./figure_promise.ts";
import { type MaskPanel, maskPanels } from "./mask_panels.ts";
import { panelSuffix, panelTitle } from "./panel_title.ts";
import {
  axis,
  DARK,
  label,
  layout,
  LIGHT,
  rounded,
  subtitled,
  WIDTH,
} from "./theme.ts";

/** What to show of the masks. */
export interface MaskHeatmapOptions {
  /** Heading; `Dropout mask`. */
  title?: string;
  /** Which sample of a batch of image masks, from 0. */
  sample?: number;
}

/** In pixels, of all maps beside each other: without the axis and the legend. */
const PANELS_WIDTH = WIDTH - 200;

/** Masks of more values than this are shown on a continuous scale. */
const MAX_LEVELS = 4;

function levelsOf(panels: MaskPanel[]): number[] | undefined {
  const levels = new Set<number>();
  for (const { rows } of panels) {
    for (const row of rows) {
      for (const value of row) {
        levels.add(value);
        if (levels.size > MAX_LEVELS) return undefined;
      }
    }
  }
  return [...levels].sort((a, b) => a - b);
}

/**
 * Masks of several rates, of which each drops or keeps: a scale from 0 to the
 * highest would show what a low rate keeps as dark as what it drops.
 */
function keptOrDropped(panels: MaskPanel[]): MaskPanel[] | undefined {
  const isMask = ({ rows }: MaskPanel) =>
    new Set(rows.flat().filter((value) => value !== 0)).size <= 1;
  if (!panels.every(isMask)) return undefined;
  return panels.map((panel) => ({
    ...panel,
    rows: panel.rows.map((row) => row.map((value) => value === 0 ? 0 : 1)),
  }));
}

function levelName(level: number): string {
  return level === 0 ? "dropped" : `kept × ${formatNumber(level)}`;
}

/** Shades by number of levels, dark to light along the cividis scale. */
const SHADES = [
  [LIGHT],
  [DARK, LIGHT],
  [DARK, "#7c7b78", LIGHT],
  [DARK, "#575d6d", "#a59c74", LIGHT],
];

/** Colours in equal steps, one for each level. */
function steps(count: number): [number, string][] {
  return SHADES[count - 1].flatMap((shade, index): [number, string][] => [
    [index / count, shade],
    [(index + 1) / count, shade],
  ]);
}

function colours(names: string[] | undefined): PlotlyObject {
  const bar = { ticklabeloverflow: "allow", outlinewidth: 0, len: 0.9 };
  if (!names) {
    return {
      colorscale: "Cividis",
      colorbar: { ...bar, title: { text: "mask value" } },
    };
  }
  return {
    cmin: -0.5,
    cmax: names.length - 0.5,
    colorscale: steps(names.length),
    colorbar: {
      ...bar,
      len: Math.min(0.9, 0.2 * names.length),
      title: { text: "unit is" },
      tickvals: names.map((_, index) => index),
      ticktext: names,
    },
  };
}

/** Ticks a step of one apart, where Plotly would put a whole number twice. */
function ticks(count: number): PlotlyObject {
  return {
    showgrid: false,
    tickformat: "d",
    ...(count <= 8 ? { dtick: 1 } : { nticks: 8 }),
  };
}

/** What share of the units is dropped, in percent. */
function droppedShare(panels: MaskPanel[]): string {
  const cells = panels.flatMap(({ rows }) => rows.flat());
  const dropped = cells.filter((value) => value === 0).length / cells.length;
  return `${formatNumber(Math.round(1000 * dropped) / 10)} %`;
}

async function readPanels(
  masks: ArraySource | Record<string, ArraySource>,
  sample: number,
) {
  if (isArraySource(masks)) return maskPanels(await readValues(masks), sample);
  const named = Object.entries(Object(masks) as Record<string, ArraySource>);
  if (named.length === 0) {
    throw new RangeError(`A heatmap needs a mask, got ${Deno.inspect(masks)}`);
  }
  const each = await Promise.all(named.map(async ([name, mask]) => {
    const cut = maskPanels(await readValues(mask), sample);
    // Each mask's own share, where there is more than one to compare.
    const whole = named.length > 1 && levelsOf(cut.panels)
      ? `${name} · ${droppedShare(cut.panels)}`
      : name;
    const panels = cut.panels.map((panel) => ({
      ...panel,
      title: panel.title ? `${whole}, ${panel.title}` : whole,
    }));
    return { ...cut, panels };
  }));
  return {
    ...each[0],
    panels: each.flatMap(({ panels }) => panels),
    leftOut: [...new Set(each.map(({ leftOut }) => leftOut))].join(", "),
  };
}

function panelTrace(
  { rows }: MaskPanel,
  index: number,
  levels: number[] | undefined,
  hover: string,
): PlotlyObject {
  const suffix = panelSuffix(index);
  return {
    type: "heatmap",
    z: rows.map((row) =>
      levels ? row.map((value) => levels.indexOf(value)) : rounded(row)
    ),
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    coloraxis: "coloraxis",
    hovertemplate: `${hover}<extra></extra>`,
  };
}

/** The axes of a panel; one without a title has no labels either. */
function panelAxes(
  { rows }: MaskPanel,
  index: number,
  xTitle: string,
  yTitle: string,
): PlotlyObject {
  const suffix = panelSuffix(index);
  return {
    [`xaxis${suffix}`]: axis(xTitle, {
      ...ticks(rows[0].length),
      showticklabels: xTitle !== "",
    }),
    [`yaxis${suffix}`]: axis(yTitle, {
      ...ticks(rows.length),
      showticklabels: yTitle !== "",
      autorange: "reversed",
    }),
  };
}

/**
 * A heatmap of a mask: units across and samples down for `[batch, units]`,
 * one small map per channel for images `[batch, height, width, channels]`
 * (of one sample), time across and features down for `[batch, time, features]`.
 *
 * A line under the title says what share of what is shown is dropped. Large
 * masks are cut, and the line says to what.
 *
 * @param masks One mask, or several by name, of equal rank.
 * @throws {RangeError} If a mask has no or more than 4 dimensions, or lacks the sample.
 */
export function maskHeatmap(
  masks: ArraySource | Record<string, ArraySource>,
  options: MaskHeatmapOptions = {},
): FigurePromise {
  return figurePromise(drawMaskHeatmap(masks, options));
}

async function drawMaskHeatmap(
  masks: ArraySource | Record<string, ArraySource>,
  options: MaskHeatmapOptions,
): Promise<Figure> {
  checkOptions("maskHeatmap", options, { title: true, sample: true });
  const { title = "Dropout mask", sample = 0 } = options;
  const read = await readPanels(masks, sample);
  const { xTitle, yTitle, leftOut } = read;
  const ofAll = levelsOf(read.panels);
  const plain = ofAll ? undefined : keptOrDropped(read.panels);
  const panels = plain ?? read.panels;
  const levels = plain ? [0, 1] : ofAll;
  const names = plain ? ["dropped", "kept"] : ofAll?.map(levelName);
  const across = Math.ceil(Math.sqrt(panels.length));
  const down = Math.ceil(panels.length / across);

  const data = panels.map((panel, index) =>
    panelTrace(panel, index, levels, `${xTitle} %{x}, ${yTitle} %{y}`)
  );
  const axes = panels.map((panel, index) => {
    const isBottom = index + across >= panels.length;
    const isLeft = index % across === 0;
    return panelAxes(
      panel,
      index,
      isBottom ? xTitle : "",
      isLeft ? yTitle : "",
    );
  });
  const annotations = panels.flatMap(({ title }, index) =>
    title === ""
      ? []
      : [panelTitle(title, panelSuffix(index), "left", PANELS_WIDTH / across)]
  );

  const share = `${droppedShare(panels)} dropped`;
  // Noise on a continuous scale drops nothing.
  const notes = [...(levels ? [share] : []), ...(leftOut ? [leftOut] : [])];
  return new Figure(
    data,
    layout(label(title), {
      ...Object.assign({}, ...axes),
      ...subtitled(label(title), notes.join("; "), annotations.length > 0),
      grid: {
        rows: down,
        columns: across,
        pattern: "independent",
        xgap: 0.08,
        ygap: 0.16,
      },
      height: down === 1 ? 400 : Math.min(WIDTH, 120 + 150 * down),
      annotations,
      coloraxis: colours(names),
    }),
    [title, notes.join("; ")].filter(Boolean).join(": "),
  );
}
