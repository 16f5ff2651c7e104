/**
 * The same training again and again: for each variant, with each seed.
 *
 * One training with one seed shows a winner whatever is true.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import {
  LiveDisplay,
  type LiveDisplayOptions,
} from "../display/live_display.ts";
import { Table } from "../display/table.ts";
// Without the mends, initial weights and orders of batches are not seeded.
import "../mends/install_mends.ts";
import { checkOptions } from "../options/check_options.ts";
import { setRandomSeed } from "../random/set_random_seed.ts";
import {
  type MeanInterval,
  meanInterval,
  pairedInterval,
} from "./mean_interval.ts";

/** What one training gives: numbers by name, such as an accuracy in per cent. */
export type Outcome = Record<string, number>;

/** What is trained, how often and how. */
export interface TrainingPlan<Variant extends string, Name extends string> {
  variants: readonly Variant[];
  /** At least two, each in [0, 2^32) and no two alike. */
  seeds: readonly number[];
  /** Trains one; `setRandomSeed(seed)` was called before. */
  train: (variant: Variant, seed: number) => Promise<Record<Name, number>>;
  /** Where progress is shown; the notebook, else stderr. */
  progress?: LiveDisplayOptions;
}

const PLAN = {
  variants: true,
  seeds: true,
  train: true,
  progress: true,
} as const;

/** The outcomes of all trainings. */
export class Trainings<Variant extends string, Name extends string> {
  /**
   * @param outcomes By variant, in the order of the seeds.
   * @param seeds As many as there are outcomes of each variant.
   */
  constructor(
    readonly outcomes: Readonly<
      Record<Variant, readonly Record<Name, number>[]>
    >,
    readonly seeds: readonly number[],
  ) {}

  /** One number of a variant, seed by seed. */
  values(variant: Variant, name: Name): number[] {
    const rows = this.outcomes[variant];
    if (rows === undefined) throw new RangeError(`No variant ${variant}`);
    return rows.map((row) => {
      if (row[name] === undefined) throw new RangeError(`No outcome ${name}`);
      return row[name];
    });
  }

  /** Its mean with the 95 % interval. */
  interval(variant: Variant, name: Name): MeanInterval {
    return meanInterval(this.values(variant, name));
  }

  /**
   * How much more `one` has than `other`, seed by seed.
   *
   * @param confidence In (0, 1); 0.95. Where k differences are looked at
   *   together, `1 - 0.05 / k`.
   */
  difference(
    one: Variant,
    other: Variant,
    name: Name,
    confidence?: number,
  ): MeanInterval {
    const [values, others] = [this.values(one, name), this.values(other, name)];
    return pairedInterval(values, others, confidence);
  }

  /**
   * Means and intervals, a row for each variant.
   *
   * @param digits After the point.
   * @param against A variant that the others are compared with, seed by seed.
   */
  table(caption: string, digits: number, against?: Variant): Table {
    const variants = Object.keys(this.outcomes) as Variant[];
    const names = Object.keys(this.outcomes[variants[0]][0]) as Name[];
    const differences = against === undefined ? [] : names;
    return new Table(
      ["", ...names, ...differences.map((name) => `${name}, minus ${against}`)],
      variants.map((variant) => [
        variant,
        ...names.map((name) => this.interval(variant, name).format(digits)),
        ...differences.map((name) =>
          variant === against
            ? ""
            : this.difference(variant, against!, name).format(digits)
        ),
      ]),
      `${caption}: mean and 95 % interval of ${this.seeds.length} seeds`,
    );
  }
}

/**
 * Trains each variant with each seed, one after the other, and says how far it
 * is.
 *
 * @throws {RangeError} If there are fewer than two seeds, one twice, no
 *   variant, or a training gives something that is no finite number.
 */
export async function repeatTrainings<
  Variant extends string,
  Name extends string,
>(plan: TrainingPlan<Variant, Name>): Promise<Trainings<Variant, Name>> {
  requireKind("repeatTrainings", "plan", plan, "object");
  checkOptions("repeatTrainings", plan, PLAN);
  const { variants, seeds, train } = plan;
  requireKind("repeatTrainings", "variants", variants, "list");
  requireKind("repeatTrainings", "seeds", seeds, "list");
  requireKind("repeatTrainings", "train", train, "function");
  if (new Set(seeds).size !== seeds.length || seeds.length < 2) {
    throw new RangeError(`Two seeds or more, all different; got [${seeds}]`);
  }
  if (new Set(variants).size !== variants.length || variants.length === 0) {
    throw new RangeError(`A variant or more, all different; got [${variants}]`);
  }
  const display = new LiveDisplay(plan.progress);
  const total = variants.length * seeds.length;
  const outcomes = {} as Record<Variant, Record<Name, number>[]>;
  let done = 0;
  for (const variant of variants) {
    outcomes[variant] = [];
    for (const seed of seeds) {
      const line = `${done} of ${total} trainings; ${variant}, seed ${seed}`;
      display.update(() => ({ "text/plain": line }));
      setRandomSeed(seed);
      const outcome = await train(variant, seed);
      requireNumbers(outcome, variant, seed);
      outcomes[variant].push(outcome);
      done++;
    }
  }
  await display.finish({ "text/plain": `${done} of ${total} trainings` });
  return new Trainings(outcomes, seeds);
}

function requireNumbers(outcome: Outcome, variant: string, seed: number): void {
  for (const [name, value] of Object.entries(outcome)) {
    if (Number.isFinite(value)) continue;
    throw new RangeError(`${variant}, seed ${seed}: ${name} is ${value}`);
  }
}
