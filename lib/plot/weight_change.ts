/**
 * Which weights a training moved, and how far.
 *
 * @module
 */

import { formatNumber } from "../display/table.ts";
import type { Figure } from "./figure.ts";
import { bars } from "./layer_bars.ts";
import { MUTED, PALETTE } from "./theme.ts";

/** What is read of one weight, as `trackChanges` gives it. */
export interface WeightChangeLike {
  /** Path of its layer. */
  readonly path: string;
  /** Name within the layer. */
  readonly name: string;
  /** `trains` if an optimizer may move it. */
  readonly role: string;
  /** Euclidean length of the change. */
  readonly distance: number;
  /** The same over the length of the weight before; Infinity where that was 0. */
  readonly relative: number;
}

function kindOf({ role, relative }: WeightChangeLike): string {
  if (relative === 0) {
    return role === "trains" ? "trained, unmoved" : "frozen";
  }
  return role === "trains" ? "trained" : "moved untrained";
}

/**
 * A bar per weight: how far it moved, in lengths of itself. What was 0 before
 * (a new layer's bias) has no such length: its bar goes to the end, and the
 * distance stands beside it. What moved although
 * no optimizer may move it (averages of a BatchNormalization) has a colour of
 * its own; what was frozen reads 0.
 *
 * @param audit What `trackChanges` returns, or rows like its own.
 * @throws {RangeError} If there are no rows.
 */
export function weightChange(
  audit: readonly WeightChangeLike[] | {
    readonly rows: readonly WeightChangeLike[];
  },
): Figure {
  const rows = "rows" in audit ? audit.rows : audit;
  if (rows.length === 0) throw new RangeError("There is no weight to plot");
  return bars(
    rows.map((row) => ({
      name: `${row.path}/${row.name}`,
      value: row.relative,
      ...(row.relative === Infinity &&
        { text: `${formatNumber(row.distance)} from 0` }),
      kind: kindOf(row),
    })),
    {
      title: "How far the weights moved",
      quantity: "relative change, |Δw| / |w|",
      kinds: {
        trained: PALETTE[0],
        "trained, unmoved": PALETTE[4],
        "moved untrained": PALETTE[1],
        frozen: MUTED,
      },
    },
  );
}
