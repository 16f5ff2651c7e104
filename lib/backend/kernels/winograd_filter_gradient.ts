import type * as tf from "@tensorflow/tfjs";
import type { ConvGeometry } from "./conv_geometry.ts";
import { inParallel, inParts, Scratch } from "./in_parallel.ts";
import { spans } from "./matrix_part.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  planTiles,
  REACH,
  takePart,
  type TileBlock,
  type TilePlan,
  transformInput,
} from "./winograd_tiles.ts";

/**
 * Most groups of blocks, each with sums of its own, and bytes of all sums.
 * Neither depends on the threads, so neither do the sums.
 */
const MOST_GROUPS = 16;
const SUMS_BYTES = 2 ** 25;

/**
 * The gradient of a 3x3 filter, where {@linkcode gainsByWinograd} says so: the
 * transposes of the convolution's transforms, in reverse.
 *
 * The products of a group of blocks are added up by one thread, which has just
 * transformed them; then the groups are added in their order.
 *
 * @returns `geometry.filterShape`, owned by the caller.
 */
export function winogradFilterGradient(
  backend: WasmBackend,
  geometry: ConvGeometry,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo {
  const { inChannels, outChannels } = geometry;
  const plan = planTiles(geometry);
  const { form, tileColumns, tileRows, rows, blocks } = plan;
  const width = form.tile * tileColumns;
  const size = inChannels * outChannels;
  const sumsBytes = 4 * form.planes * size;
  const groups = spans(
    blocks.length,
    Math.min(MOST_GROUPS, Math.floor(SUMS_BYTES / sumsBytes)),
    1,
  );
  const kept = backend.makeOutput(
    [groups.length, form.planes, size],
    "float32",
  );
  const scratch = new Scratch(backend, [
    (form.tile * tileRows + REACH) * (width + REACH) * inChannels,
    form.planes * rows * inChannels,
    form.tile * tileRows * width * outChannels,
    form.planes * rows * outChannels,
  ]);
  const { clear } = ownCodeOf(backend);
  const [images, gradients, sums] = [x, dy, kept].map((it) =>
    addressOf(backend, it)
  );
  inParallel(backend, groups.length, (group, thread) => {
    const [pixels, left, gradient, right] = scratch.of(thread);
    const to = sums + group * sumsBytes;
    const [start, length] = groups[group];
    clear({ address: to, size: sumsBytes });
    for (const block of blocks.slice(start, start + length)) {
      const planes = { pixels, planes: left };
      transformInput(backend, geometry, plan, block, images, planes);
      const onTheWay = { gradients, gradient, right };
      transformGradient(backend, geometry, plan, block, onTheWay);
      addPlanes(backend, geometry, plan, block, { left, right, to });
    }
  });
  scratch.release();
  addGroups(backend, { sums, count: groups.length, size: form.planes * size });
  const out = filterOf(backend, geometry, plan, sums);
  release(backend, kept);
  return out;
}

/** Copies a block's part of the gradients, and transforms it to planes. */
function transformGradient(
  backend: WasmBackend,
  { outHeight, outWidth, outChannels }: ConvGeometry,
  { form, tileColumns, rows }: TilePlan,
  { sample, row, tileRows }: TileBlock,
  addresses: { gradients: number; gradient: number; right: number },
): void {
  const { gradients, gradient, right } = addresses;
  const { gradientToPlanes } = transformsOn(backend, form);
  const pixel = 4 * outChannels;
  const width = form.tile * tileColumns;
  takePart(
    backend,
    {
      address: gradients + sample * outHeight * outWidth * pixel,
      height: outHeight,
      width: outWidth,
      channels: outChannels,
    },
    { row, column: 0, height: form.tile * tileRows, width },
    gradient,
  );
  for (let i = 0; i < tileRows; i++) {
    gradientToPlanes({
      image: gradient + form.tile * i * width * pixel,
      rowStep: width * pixel,
      pixelStep: pixel,
      planes: right + i * tileColumns * pixel,
      planeStep: rows * pixel,
      vectors: outChannels / 4,
      tiles: tileColumns,
    });
  }
}

/** Adds the products of a block's planes to the sums from `to` on. */
function addPlanes(
  backend: WasmBackend,
  { inChannels, outChannels }: ConvGeometry,
  { form, tileColumns, rows }: TilePlan,
  { tileRows }: TileBlock,
  { left, right, to }: { left: number; right: number; to: number },
): void {
  const { addOuterProducts } = ownCodeOf(backend);
  const [xPixel, yPixel] = [4 * inChannels, 4 * outChannels];
  for (let plane = 0; plane < form.planes; plane++) {
    addOuterProducts({
      x: left + plane * rows * xPixel,
      xStep: xPixel,
      y: right + plane * rows * yPixel,
      yStep: yPixel,
      count: tileRows * tileColumns,
      out: to + 4 * plane * inChannels * outChannels,
      outStep: yPixel,
      rows: inChannels,
      columns: outChannels,
    });
  }
}

/** Adds all groups' sums to those of the first, in their order. */
function addGroups(
  backend: WasmBackend,
  { sums, count, size }: { sums: number; count: number; size: number },
): void {
  const { addSpacedRows } = ownCodeOf(backend);
  inParts(backend, size, count, (start, length) => {
    const to = sums + 4 * start;
    addSpacedRows({
      from: to + 4 * size,
      fromStep: 4 * size,
      to,
      toStep: 0,
      count: count - 1,
      width: length,
    });
  });
}

/** The filter's gradient of sums by plane; owned by the caller. */
function filterOf(
  backend: WasmBackend,
  { filterShape, inChannels, outChannels }: ConvGeometry,
  { form }: TilePlan,
  sums: number,
): tf.TensorInfo {
  const { planesToFilter } = transformsOn(backend, form);
  const size = inChannels * outChannels;
  const out = backend.makeOutput(filterShape, "float32");
  planesToFilter({
    image: addressOf(backend, out),
    rowStep: 12 * size,
    pixelStep: 4 * size,
    planes: sums,
    planeStep: 4 * size,
    vectors: size / 4,
    tiles: 1,
  });
  return out;
}
