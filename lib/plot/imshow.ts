/**
 * Images and feature maps.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import {
  type ArraySource,
  type ArrayValues,
  readValues,
} from "./array_values.ts";
import { Figure, type PlotlyObject } from "./figure.ts";
import { type FigurePromise, figurePromise } from "./figure_promise.ts";
import { panelSuffix, panelTitle } from "./panel_title.ts";
import { label, layout, subtitled, WIDTH } from "./theme.ts";

/** How to show images. */
export interface ImshowOptions {
  /** Heading; none. */
  title?: string;
  /** Said above each image, in order. */
  titles?: readonly string[];
  /** Images in a row; as many as make the whole about square. */
  columns?: number;
  /** Plotly's name of the colours of one channel; `Greys`, black to white. */
  colorscale?: string;
}

const OPTIONS = {
  title: "text",
  titles: "list",
  columns: true,
  colorscale: true,
} as const;

/** Plotly's; it draws others as if none was given. */
// deno-fmt-ignore
const COLORSCALES = [
  "Blackbody", "Bluered", "Blues", "Cividis", "Earth", "Electric", "Greens",
  "Greys", "Hot", "Jet", "Picnic", "Portland", "Rainbow", "RdBu", "Reds",
  "Viridis", "YlGnBu", "YlOrRd",
];

/** Most images of one figure, and most values in all. */
const MAX_IMAGES = 64;
const MAX_VALUES = 400_000;

/** Height in pixels to which an image is enlarged; a digit needs no screen. */
const MAX_ENLARGED = 360;

interface Images {
  count: number;
  height: number;
  width: number;
  channels: number;
  value(image: number, row: number, column: number, channel: number): number;
}

/** Images of a batch; many channels of one image are feature maps. */
function imagesOf({ shape, values }: ArrayValues): Images {
  const [count, height, width, channels] = shape.length === 2
    ? [1, ...shape, 1]
    : shape.length === 4
    ? shape
    // A few channels are colours, else it is a batch of one channel.
    : shape.length === 3 && [1, 3, 4].includes(shape[2])
    ? [1, ...shape]
    : shape.length === 3
    ? [...shape, 1]
    : [0, 0, 0, 0];
  if (count * height * width * channels === 0) {
    throw new RangeError(
      `Images are [height, width], [height, width, 1, 3 or 4], [images, height, width] or [images, height, width, channels], got [${shape}]`,
    );
  }
  const at = (image: number, row: number, column: number, channel: number) =>
    values[((image * height + row) * width + column) * channels + channel];
  if ([1, 3, 4].includes(channels)) {
    return { count, height, width, channels, value: at };
  }
  if (count > 1) {
    throw new RangeError(
      `Feature maps are shown of one image at a time, got [${shape}]`,
    );
  }
  return {
    count: channels,
    height,
    width,
    channels: 1,
    value: (map, row, column) => at(0, row, column, map),
  };
}

function pixels(images: Images, image: number, of: (value: number) => number) {
  const channels = Array.from({ length: images.channels }, (_, index) => index);
  return Array.from(
    { length: images.height },
    (_, row) =>
      Array.from({ length: images.width }, (_, column) => {
        const own = channels.map((channel) =>
          of(images.value(image, row, column, channel))
        );
        return images.channels === 1 ? own[0] : own;
      }),
  );
}

/** Values in [0, 1] or [0, 255] as Plotly has colours: 0 to 255. */
function toColour(highest: number): (value: number) => number {
  const scale = highest <= 1 ? 255 : 1;
  return (value) => Math.min(Math.max(Math.round(value * scale), 0), 255);
}

/** The least and the greatest of the finite values. */
function finiteRange(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value)) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  if (low > high) throw new RangeError("No value is a finite number");
  return [low, high];
}

/** One image, in the colours that its channels say. */
function imageTrace(
  images: Images,
  index: number,
  { colorscale, range: [low, high] }: {
    colorscale: string;
    range: [number, number];
  },
): PlotlyObject {
  if (images.channels === 1) {
    return {
      type: "heatmap",
      z: pixels(images, index, (value) => Number(value.toPrecision(3))),
      // Plotly's Greys begin with black.
      colorscale,
      zmin: low,
      zmax: high,
      showscale: false,
    };
  }
  return {
    type: "image",
    colormodel: images.channels === 4 ? "rgba256" : "rgb256",
    z: pixels(images, index, toColour(high)),
  };
}

/** Axes that keep the pixels of an image square. */
function imageAxes({ width, height }: Images, suffix: string): PlotlyObject {
  const hidden = { visible: false, constrain: "domain" };
  return {
    [`xaxis${suffix}`]: { ...hidden, range: [-0.5, width - 0.5] },
    [`yaxis${suffix}`]: {
      ...hidden,
      range: [height - 0.5, -0.5],
      scaleanchor: `x${suffix}`,
    },
  };
}

/** How many images are shown, and in how many rows and columns. */
function gridOf(
  { count, height, width, channels }: Images,
  columns: number | undefined,
): { shown: number; rows: number; columns: number } {
  const shown = Math.min(count, MAX_IMAGES);
  if (shown * height * width * channels > MAX_VALUES) {
    throw new RangeError(
      `${shown} images of ${height} x ${width} are too many values for one figure: at most ${MAX_VALUES}`,
    );
  }
  const across = columns ?? Math.ceil(Math.sqrt(shown * height / width));
  if (!(Number.isInteger(across) && across > 0)) {
    throw new RangeError(`columns must be a positive integer, got ${across}`);
  }
  const taken = Math.min(across, shown);
  return { shown, columns: taken, rows: Math.ceil(shown / taken) };
}

/**
 * Pictures of images: one channel in shades, three or four as colours, with
 * values in `[0, 1]` or `[0, 255]`. More channels, `[1, height, width,
 * channels]`, are the feature maps of one image, a picture each.
 *
 * @param source `[height, width]`, `[height, width, 1, 3 or 4]`, `[images,
 * height, width]` or `[images, height, width, channels]`; a tensor stays the
 * caller's.
 * @throws {RangeError} If it has another shape, no finite value, or more than
 * 400,000 values in the pictures that are shown.
 */
export function imshow(
  source: ArraySource,
  options: ImshowOptions = {},
): FigurePromise {
  return figurePromise(drawImshow(source, options));
}

async function drawImshow(
  source: ArraySource,
  options: ImshowOptions,
): Promise<Figure> {
  checkOptions("imshow", options, OPTIONS);
  const { title = "", titles = [], colorscale = "Greys" } = options;
  requireKnown("colorscale", colorscale, COLORSCALES);
  const read = await readValues(source);
  const images = imagesOf(read);
  const { height, width } = images;
  const { shown, rows, columns } = gridOf(images, options.columns);
  const { length } = titles;
  if (length > 0 && (length < shown || length > images.count)) {
    throw new RangeError(
      `titles of imshow must be one for each of ${images.count} images, got ${length}`,
    );
  }
  const range = finiteRange(read.values);

  const data: PlotlyObject[] = [];
  const axes: PlotlyObject = {};
  const annotations: PlotlyObject[] = [];
  for (let index = 0; index < shown; index++) {
    const suffix = panelSuffix(index);
    const place = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
    const trace = imageTrace(images, index, { colorscale, range });
    data.push({ ...place, ...trace });
    Object.assign(axes, imageAxes(images, suffix));
    const text = titles[index];
    if (text !== undefined) {
      annotations.push(
        panelTitle(String(text), suffix, "center", WIDTH / columns),
      );
    }
  }
  const note = shown < images.count ? `${shown} of ${images.count}` : "";
  const cell = Math.min(
    WIDTH / columns * height / width,
    Math.max(MAX_ENLARGED, height),
  );
  const words = [
    title || "Images",
    `${shown} of ${height} x ${width}`,
    ...titles.slice(0, shown),
  ];
  return new Figure(
    data,
    layout(label(title), {
      ...axes,
      ...(title || note
        ? subtitled(label(title), note, annotations.length > 0)
        : {
          margin: { l: 12, r: 12, t: annotations.length > 0 ? 28 : 12, b: 12 },
        }),
      grid: {
        rows,
        columns,
        pattern: "independent",
        xgap: 0.06,
        ygap: annotations.length > 0 ? 0.18 : 0.06,
      },
      height: Math.round(Math.min(Math.max(rows * cell, 120), WIDTH)) + 60,
      annotations,
    }),
    words.join("; "),
  );
}
