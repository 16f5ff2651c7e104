/**
 * A verdict from a number and a threshold, so that nobody types it.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type { VerdictSays } from "../display/verdict.ts";

/** A number known exactly, or an interval that holds it. */
export type Measured = number | { readonly low: number; readonly high: number };

/** What a claim says of a number. */
export type Threshold =
  | { above: number }
  | { below: number }
  /** Within `by` of `near`. */
  | { near: number; by: number }
  | { equals: number };

/**
 * Whether a claim about a number holds.
 *
 * It holds if the whole interval agrees, does not hold if none of it does, and
 * is not seen if the interval reaches over the threshold.
 *
 * @throws {RangeError} If something is NaN, or there is no or more than one
 *   threshold.
 * @throws {TypeError} If something is no number.
 */
export function judge(measured: Measured, threshold: Threshold): VerdictSays {
  if (typeof measured !== "number") {
    requireKind("judge", "measured", measured, "object");
  }
  requireKind("judge", "threshold", threshold, "object");
  const [low, high] = typeof measured === "number"
    ? [measured, measured]
    : [measured.low, measured.high];
  const [from, to, isOpen] = range(threshold);
  for (const [name, value] of Object.entries({ ...threshold, low, high })) {
    if (typeof value === "number") continue;
    requireKind("judge", name, value, "number");
  }
  if ([low, high, from, to].some(Number.isNaN)) {
    throw new RangeError(
      `${low} to ${high} can't be judged by ${JSON.stringify(threshold)}`,
    );
  }
  const agrees = (value: number) =>
    isOpen ? value > from && value < to : value >= from && value <= to;
  if (agrees(low) && agrees(high)) return "holds";
  const isApart = isOpen ? high <= from || low >= to : high < from || low > to;
  return isApart ? "does not hold" : "not seen";
}

function range(
  threshold: Threshold,
): [from: number, to: number, open: boolean] {
  const names = Object.keys(threshold).sort().join();
  if ("above" in threshold && names === "above") {
    return [threshold.above, Infinity, true];
  }
  if ("below" in threshold && names === "below") {
    return [-Infinity, threshold.below, true];
  }
  if ("equals" in threshold && names === "equals") {
    return [threshold.equals, threshold.equals, false];
  }
  if ("near" in threshold && names === "by,near") {
    const { near, by } = threshold;
    return [near - by, near + by, false];
  }
  throw new RangeError(
    `A threshold is above, below, equals, or near and by; got ${
      names || "none"
    }`,
  );
}

/**
 * The verdict of a claim of several parts: it holds with conditions if it holds
 * for some and not for others.
 *
 * @throws {RangeError} If there is no part.
 */
export function judgeAll(parts: readonly VerdictSays[]): VerdictSays {
  requireKind("judgeAll", "parts", parts, "list");
  if (parts.length === 0) throw new RangeError("There is nothing to judge by");
  const all = new Set(parts);
  if (all.size === 1) return parts[0];
  if (all.has("holds") && all.has("does not hold")) {
    return "holds with conditions";
  }
  return all.has("holds with conditions")
    ? "holds with conditions"
    : "not seen";
}
