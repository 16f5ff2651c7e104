import type * as tf from "@tensorflow/tfjs";
import type { ConvGeometry } from "./conv_geometry.ts";
import { SUMS_BYTES } from "./grouped_gradient.ts";
import { inParallel, inParts, Scratch } from "./in_parallel.ts";
import { evenSpans } from "./matrix_part.ts";
import { ownCodeOf, transformsOn } from "./own_code_of.ts";
import { addressOf, release, type WasmBackend } from "./wasm_backend.ts";
import {
  edgeSize,
  type Planes,
  tilesToPlanes,
  transformFilter,
} from "./winograd_images.ts";
import {
  BLOCK_BYTES,
  inputTiles,
  outputTiles,
  planeStep,
  planTiles,
  type TileBlock,
  type TilePlan,
} from "./winograd_tiles.ts";
import { winogradForm } from "./winograd_choice.ts";

/**
 * Most groups of blocks, each with sums of its own; they don't depend on the
 * threads, so neither do the sums.
 */
const MOST_GROUPS = 16;

/**
 * Bytes of transformed tiles held at a time: more where the sums, which are read
 * and written for each block, do not stay in the cache.
 */
function blockBytes(sumsBytes: number): number {
  return sumsBytes > BLOCK_BYTES ? 4 * BLOCK_BYTES : BLOCK_BYTES;
}

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
  const size = inChannels * outChannels;
  const sumsBytes = 4 * winogradForm(geometry).planes * size;
  const plan = planTiles(geometry, blockBytes(sumsBytes));
  const { form, blocks } = plan;
  const groups = evenSpans(
    blocks.length,
    Math.min(MOST_GROUPS, Math.floor(SUMS_BYTES / sumsBytes)),
    1,
    2,
  );
  const kept = backend.makeOutput(
    [groups.length, form.planes, size],
    "float32",
  );
  const { clear } = ownCodeOf(backend);
  const { inputToPlanes, gradientToPlanes } = transformsOn(backend, form);
  const [images, gradients, sums] = [x, dy, kept].map((it) =>
    addressOf(backend, it)
  );
  const inputOf = (block: TileBlock) =>
    inputTiles(geometry, plan, block, images);
  const gradientOf = (block: TileBlock) =>
    outputTiles(geometry, plan, block, gradients);
  const xStep = planeStep(plan, inChannels);
  const yStep = planeStep(plan, outChannels);
  const scratch = new Scratch(backend, [
    Math.max(edgeSize(inputOf(blocks[0])), edgeSize(gradientOf(blocks[0]))),
    form.planes * xStep / 4,
    form.planes * yStep / 4,
  ]);
  inParallel(backend, groups.length, (group, thread) => {
    const [edge, x, y] = scratch.of(thread);
    const left = { address: x, step: xStep };
    const right = { address: y, step: yStep };
    const to = sums + group * sumsBytes;
    const [start, length] = groups[group];
    clear({ address: to, size: sumsBytes });
    for (const block of blocks.slice(start, start + length)) {
      tilesToPlanes(backend, inputToPlanes, inputOf(block), left, edge);
      tilesToPlanes(backend, gradientToPlanes, gradientOf(block), right, edge);
      addPlanes(backend, geometry, { left, right }, {
        tiles: block.tileRows * plan.tileColumns,
        planes: form.planes,
        to,
      });
    }
  });
  scratch.release();
  addGroups(backend, { sums, count: groups.length, size: form.planes * size });
  const out = filterOf(backend, geometry, plan, sums);
  release(backend, kept);
  return out;
}

/** Adds the products of a block's planes to the sums from `to` on. */
function addPlanes(
  backend: WasmBackend,
  { inChannels, outChannels }: ConvGeometry,
  { left, right }: { left: Planes; right: Planes },
  { planes, tiles, to }: { planes: number; tiles: number; to: number },
): void {
  const { addOuterProducts } = ownCodeOf(backend);
  for (let plane = 0; plane < planes; plane++) {
    addOuterProducts({
      x: left.address + plane * left.step,
      xStep: 4 * inChannels,
      y: right.address + plane * right.step,
      yStep: 4 * outChannels,
      count: tiles,
      out: to + 4 * plane * inChannels * outChannels,
      outStep: 4 * outChannels,
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
  const size = inChannels * outChannels;
  const out = backend.makeOutput(filterShape, "float32");
  transformFilter(backend, form, "planesToFilter", size, {
    filter: addressOf(backend, out),
    planes: sums,
  });
  return out;
}
