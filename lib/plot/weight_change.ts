/**
 * Which weights a training moved, and how far.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { formatNumber } from "../display/table.ts";
import { checkOptions } from "../options/check_options.ts";
import type { Figure } from "./figure.ts";
import { dots } from "./layer_dots.ts";
import { MUTED, PALETTE, TITLE, type TitleOptions } from "./theme.ts";

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

type Changes = readonly WeightChangeLike[] | {
  readonly rows: readonly WeightChangeLike[];
};

function isTable(
  changes: Changes,
): changes is Exclude<Changes, readonly unknown[]> {
  return typeof changes === "object" && changes !== null && "rows" in changes;
}

/** JSON keeps neither Infinity, as of a bias that was 0, nor NaN. */
function fromJson(row: WeightChangeLike): WeightChangeLike {
  if ((row?.relative as number | null) !== null) return row;
  const isUnknown = (row.distance as number | null) === null;
  return { ...row, relative: isUnknown ? NaN : Infinity };
}

/**
 * A dot per weight: how far it moved, in lengths of itself. What was 0 before
 * (a new layer's bias) has no such length: its dot is at the right end, and the
 * distance stands beside it. What moved although no optimizer may move it
 * (averages of a BatchNormalization) has a colour of its own; what was frozen
 * reads 0.
 *
 * @param changes What `trackChanges` returns, or rows like its own, also from a
 *   JSON file.
 * @throws {RangeError} If there are no rows.
 * @throws {TypeError} If they are of something else, as of `audit`.
 */
export function weightChange(
  changes: Changes,
  options: TitleOptions = {},
): Figure {
  checkOptions("weightChange", options, TITLE);
  const given = isTable(changes) ? changes.rows : changes;
  requireKind("weightChange", "changes", given, "list");
  const rows = given.map(fromJson);
  if (!rows.every((row) => typeof row?.relative === "number")) {
    throw new TypeError(
      "weightChange needs what trackChanges() gives: each row with the relative change of a weight",
    );
  }
  if (rows.length === 0) throw new RangeError("There is no weight to plot");
  return dots(
    rows.map((row) => ({
      name: `${row.path}/${row.name}`,
      value: row.relative,
      ...(row.relative === Infinity &&
        { text: `${formatNumber(row.distance)} from 0` }),
      kind: kindOf(row),
    })),
    {
      title: options.title ?? "How far the weights moved",
      quantity: "relative change, |Δw| / |w|",
      // They differ in shape as well as in colour.
      kinds: {
        trained: { color: PALETTE[0], symbol: "circle" },
        "trained, unmoved": { color: PALETTE[5], symbol: "diamond" },
        "moved untrained": { color: PALETTE[1], symbol: "square" },
        frozen: { color: MUTED, symbol: "triangle-up" },
      },
    },
  );
}
