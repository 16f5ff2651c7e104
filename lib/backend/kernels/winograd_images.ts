/**
 * Tiles of images to the planes of Winograd's products, and back: where they
 * lie, and by way of a copy those that reach beyond an image's edges. Filters,
 * which have no edges, likewise.
 *
 * @module
 */

import type { WinogradForm } from "../assembly/winograd_transforms.ts";
import { inParts } from "./in_parallel.ts";
import { ownCodeOf, type Transforms, transformsOn } from "./own_code_of.ts";
import type { WasmBackend } from "./wasm_backend.ts";

/** An image in memory, channels last. */
export interface Image {
  address: number;
  height: number;
  width: number;
  channels: number;
}

/** Rows of tiles of an image. */
export interface Tiles {
  image: Image;
  /** The pixel of the first tile's corner; may lie beyond the edges. */
  row: number;
  column: number;
  /** Pixels along a tile's side, and from one tile to the next. */
  side: number;
  step: number;
  rows: number;
  columns: number;
}

/** The first tile's place in the first plane, and the bytes to the next plane. */
export interface Planes {
  address: number;
  step: number;
}

type Transform = Transforms[keyof Transforms];

/** Values of the memory for a row of tiles that reaches beyond the edges. */
export function edgeSize(tiles: Tiles): number {
  return tiles.side * widthOf(tiles, tiles.columns) * tiles.image.channels;
}

/** Transforms tiles, with zeros for pixels beyond the image's edges. */
export function tilesToPlanes(
  backend: WasmBackend,
  transform: Transform,
  tiles: Tiles,
  planes: Planes,
  edge: number,
): void {
  for (const run of runsOf(tiles)) {
    if (!run.isInside) takePart(backend, tiles.image, run.part, edge);
    transform(placesOf(tiles, run, planes, edge));
  }
}

/** Writes tiles as far as they lie in the image. */
export function planesToTiles(
  backend: WasmBackend,
  transform: Transform,
  tiles: Tiles,
  planes: Planes,
  edge: number,
): void {
  for (const run of runsOf(tiles)) {
    transform(placesOf(tiles, run, planes, edge));
    if (!run.isInside) putPart(backend, tiles.image, run.part, edge);
  }
}

/**
 * Transforms a filter of 3 by 3, for each of `pairs` of channels, to planes or
 * back, on all threads.
 *
 * @param at Addresses of the filter and of the first plane.
 */
export function transformFilter(
  backend: WasmBackend,
  form: WinogradForm,
  name: "filterToPlanes" | "planesToFilter",
  pairs: number,
  at: { filter: number; planes: number },
): void {
  const transform = transformsOn(backend, form)[name];
  inParts(backend, pairs / 4, 4 * form.planes, (start, vectors) => {
    transform({
      image: at.filter + 16 * start,
      rowStep: 12 * pairs,
      pixelStep: 4 * pairs,
      planes: at.planes + 16 * start,
      planeStep: 4 * pairs,
      vectors,
      tiles: 1,
    });
  });
}

/** Tiles side by side, all inside the image or none wholly. */
interface Run {
  /** The first, counted over all rows. */
  first: number;
  count: number;
  isInside: boolean;
  part: Part;
}

/** A part of an image: `height` by `width` pixels from `row`, `column` on. */
interface Part {
  row: number;
  column: number;
  height: number;
  width: number;
}

function* runsOf(tiles: Tiles): Generator<Run> {
  const { image, column, side, step, rows, columns } = tiles;
  for (let i = 0; i < rows; i++) {
    const row = tiles.row + step * i;
    const isInside = row >= 0 && row + side <= image.height;
    const within = (tile: number) => Math.max(0, Math.min(columns, tile));
    const start = isInside ? within(Math.ceil(-column / step)) : 0;
    const beyond = Math.floor((image.width - side - column) / step) + 1;
    const end = isInside ? Math.max(start, within(beyond)) : 0;
    for (const [from, to] of [[0, start], [start, end], [end, columns]]) {
      if (from >= to) continue;
      yield {
        first: i * columns + from,
        count: to - from,
        isInside: isInside && from === start && to === end,
        part: {
          row,
          column: column + step * from,
          height: side,
          width: widthOf(tiles, to - from),
        },
      };
    }
  }
}

/** Pixels that so many tiles are wide. */
function widthOf({ side, step }: Tiles, count: number): number {
  return step * (count - 1) + side;
}

/** What the transform of a run is given. */
function placesOf(
  { image }: Tiles,
  { first, count, isInside, part }: Run,
  planes: Planes,
  edge: number,
): Parameters<Transform>[0] {
  const pixel = 4 * image.channels;
  const corner = image.address +
    (part.row * image.width + part.column) * pixel;
  return {
    image: isInside ? corner : edge,
    rowStep: (isInside ? image.width : part.width) * pixel,
    pixelStep: pixel,
    planes: planes.address + first * pixel,
    planeStep: planes.step,
    vectors: image.channels / 4,
    tiles: count,
  };
}

/** The rows and columns of a part that lie in the image, counted in the part. */
function overlap(part: Part, image: Image) {
  const top = Math.max(0, -part.row);
  const left = Math.max(0, -part.column);
  return {
    top,
    left,
    height: Math.min(part.height, image.height - part.row) - top,
    width: Math.min(part.width, image.width - part.column) - left,
  };
}

/** Copies a part of an image to `to`, dense, zeros beyond the image's edges. */
function takePart(
  backend: WasmBackend,
  image: Image,
  part: Part,
  to: number,
): void {
  const { clear, copyRows } = ownCodeOf(backend);
  const pixel = 4 * image.channels;
  const { top, left, height, width } = overlap(part, image);
  clear({ address: to, size: part.height * part.width * pixel });
  if (height <= 0 || width <= 0) return;
  const row = part.row + top;
  const column = part.column + left;
  copyRows({
    from: image.address + (row * image.width + column) * pixel,
    fromStep: image.width * pixel,
    to: to + (top * part.width + left) * pixel,
    toStep: part.width * pixel,
    count: height,
    width: width * image.channels,
  });
}

/** Copies a dense part from `from` into an image, as far as it lies there. */
function putPart(
  backend: WasmBackend,
  image: Image,
  part: Part,
  from: number,
): void {
  const { copyRows } = ownCodeOf(backend);
  const pixel = 4 * image.channels;
  const { top, left, height, width } = overlap(part, image);
  copyRows({
    from: from + (top * part.width + left) * pixel,
    fromStep: part.width * pixel,
    to: image.address +
      ((part.row + top) * image.width + part.column + left) * pixel,
    toStep: image.width * pixel,
    count: height,
    width: width * image.channels,
  });
}
