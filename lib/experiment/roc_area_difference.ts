/**
 * Whether one score tells two kinds apart better than another does.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { meanAndError, MeanInterval } from "./mean_interval.ts";
import { midranks } from "./midranks.ts";
import { NORMAL_QUANTILE } from "./normal_quantile.ts";

/**
 * The area under the ROC curve of `scores` less that of `others`, for the same
 * samples, with its 95 % interval. What is hard about a sample is hard for both,
 * so the interval is narrower than those of the two areas.
 *
 * @param isPositive Of each sample, whether it should have a high score.
 * @throws {RangeError} If the lists differ in length, a score is NaN, or there
 *   are fewer than two samples of a kind.
 * @see DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or
 *   more correlated receiver operating characteristic curves", Biometrics 44
 *   (1988), pp. 837-845.
 */
export function rocAreaDifference(
  isPositive: readonly boolean[],
  scores: readonly number[],
  others: readonly number[],
): MeanInterval {
  requireKind("rocAreaDifference", "isPositive", isPositive, "list");
  requireKind("rocAreaDifference", "scores", scores, "numbers");
  requireKind("rocAreaDifference", "others", others, "numbers");
  const n = isPositive.length;
  if (scores.length !== n || others.length !== n) {
    throw new RangeError(
      `${n} samples can't have ${scores.length} and ${others.length} scores`,
    );
  }
  const count = isPositive.filter((it) => it).length;
  if (count < 2 || n - count < 2) {
    throw new RangeError(
      "A difference of areas needs two samples of each kind",
    );
  }
  const [one, other] = [scores, others].map((list) => places(isPositive, list));
  const less = (kind: "positives" | "negatives") =>
    meanAndError(one[kind].map((share, i) => share - other[kind][i]));
  const [positives, negatives] = [less("positives"), less("negatives")];
  const error = Math.hypot(positives.error, negatives.error);
  return new MeanInterval(n, positives.mean, NORMAL_QUANTILE * error);
}

/**
 * Of each positive the share of negatives below it, and of each negative the
 * share of positives above it; equal ones count half.
 */
function places(isPositive: readonly boolean[], scores: readonly number[]) {
  const among = midranks(scores);
  const of = (kind: boolean) => scores.filter((_, i) => isPositive[i] === kind);
  const sharesBelow = (kind: boolean) => {
    const own = midranks(of(kind));
    const all = among.filter((_, i) => isPositive[i] === kind);
    const others = scores.length - own.length;
    return own.map((rank, i) => (all[i] - rank) / others);
  };
  return {
    positives: sharesBelow(true),
    negatives: sharesBelow(false).map((share) => 1 - share),
  };
}
