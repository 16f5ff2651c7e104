/**
 * Masks that layers draw, as records: enough to draw one again.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import type { Draw, SeedStream } from "../random/seed_stream.ts";

/** One mask as it was drawn; enough to draw it again. */
export interface DrawnMask {
  readonly layer: MaskDrawer;
  readonly draw: Draw;
  readonly rate: number;
  /** Shape of what the mask lies over: the input, or attention's weights. */
  readonly inputShape: readonly number[];
  /** Whether all samples of the batch got the same mask. */
  readonly shared: boolean;
}

/** A draw to use, and what of its record differs from the layer as it is now. */
export type ChosenDraw = Pick<DrawnMask, "draw"> & Partial<DrawnMask>;

/** A layer whose masks can be recorded and chosen. */
export interface MaskDrawer extends tf.layers.Layer {
  /** The draws of this layer; set its `step` to resume a run. */
  readonly seedStream: SeedStream;
  /** Chooses the next draw in place of the stream; for replayed and fixed masks. */
  drawSource?: (stream: SeedStream) => ChosenDraw;
  /** Called with each mask that is drawn. */
  onDraw?: (drawn: DrawnMask) => void;
  /** Gives all samples of a batch the same mask, where a layer can. */
  sharedMask?: boolean;
  /**
   * The mask of a draw.
   *
   * @param inputShape Shape of the input, with 1 for the batch if it is shared.
   * @returns A tensor that broadcasts against the input, owned by the caller.
   */
  mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor;
}

/** Whether a layer's masks can be recorded and chosen. */
export function drawsMasks(
  layer: tf.layers.Layer,
): layer is tf.layers.Layer & MaskDrawer {
  if (!("drawSource" in layer)) return false;
  // Every recurrent cell could draw, but most have no dropout.
  const { dropout, recurrentDropout } = layer as Partial<
    Record<"dropout" | "recurrentDropout", number>
  >;
  return recurrentDropout === undefined || recurrentDropout > 0 ||
    (dropout ?? 0) > 0;
}

/** Chooses a layer's next mask, and tells who listens. */
export function nextMask(
  layer: MaskDrawer,
  rate: number,
  inputShape: number[],
): DrawnMask {
  const chosen: ChosenDraw = layer.drawSource?.(layer.seedStream) ??
    { draw: layer.seedStream.next() };
  const drawn = {
    layer,
    draw: chosen.draw,
    rate: chosen.rate ?? rate,
    inputShape,
    shared: chosen.shared ?? layer.sharedMask ?? false,
  };
  layer.onDraw?.(drawn);
  return drawn;
}

/** Draws a mask again from its record; the tensor is the caller's. */
export function maskOf(drawn: DrawnMask): tf.Tensor {
  requireKind("maskOf", "drawn", drawn, "object");
  requireKind("maskOf", "drawn.layer", drawn.layer, "layer");
  const shape = [...drawn.inputShape];
  if (drawn.shared) shape[0] = 1;
  return drawn.layer.mask(shape, drawn.draw, drawn.rate);
}
