/**
 * Learning rates that change from step to step; names, arguments and values
 * are Keras's.
 *
 * @module
 */

import { requireKind } from "../../options/require_kind.ts";
import { checkOptions, type OptionNames } from "../../options/check_options.ts";

/** The rate at each step, with what it takes to save it. */
export class LearningRateSchedule {
  /**
   * @param kind Name of the function that made it.
   * @param args What that was given.
   * @param at The rate at a step, counted from 0.
   */
  constructor(
    readonly kind: string,
    readonly args: object,
    readonly at: (step: number) => number,
  ) {}

  /** What {@linkcode scheduleFrom} reads. */
  toJSON(): { kind: string; args: object } {
    return { kind: this.kind, args: this.args };
  }
}

/** Arguments of {@linkcode cosineDecay}. */
export interface CosineDecayArgs {
  /** Rate at the start; with a warm-up, where that begins. */
  initialLearningRate: number;
  /** Steps from the start, or from the end of the warm-up, to the least rate. */
  decaySteps: number;
  /** The least rate, as a share of that at the start of the decay; 0. */
  alpha?: number;
  /** Rate at the end of the warm-up; there is none without. */
  warmupTarget?: number;
  /** Steps of the warm-up; 0. */
  warmupSteps?: number;
}

/** Arguments of {@linkcode exponentialDecay}. */
export interface ExponentialDecayArgs {
  initialLearningRate: number;
  /** Steps in which the rate is multiplied by `decayRate`. */
  decaySteps: number;
  decayRate: number;
  /** Whether the rate changes once every `decaySteps`; false. */
  staircase?: boolean;
}

/** Arguments of {@linkcode polynomialDecay}. */
export interface PolynomialDecayArgs {
  initialLearningRate: number;
  /** Steps to `endLearningRate`. */
  decaySteps: number;
  /** 0.0001. */
  endLearningRate?: number;
  /** 1: a straight line. */
  power?: number;
}

/** Arguments of {@linkcode slantedTriangular}. */
export interface SlantedTriangularArgs {
  /** The highest rate. */
  learningRate: number;
  /** Steps of the whole training. */
  steps: number;
  /** Share of the steps that the rate rises; 0.1. */
  cutFrac?: number;
  /** The highest rate over the lowest; 32. */
  ratio?: number;
}

function checked<Args extends object>(
  kind: string,
  args: Args,
  names: OptionNames<Args>,
  needed: readonly (keyof Args & string)[],
): Args {
  requireKind(kind, "args", args, "object");
  checkOptions(kind, args, names);
  const numbers = {
    ...args,
    ...Object.fromEntries(
      needed.map((name) => [name, args[name] ?? "none"]),
    ),
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value === "boolean" || value === undefined) continue;
    const isDivisor = /^(decaySteps|steps|cutFrac|ratio)$/.test(name);
    if (!(isDivisor ? value as number > 0 : value as number >= 0)) {
      const least = isDivisor ? "more than" : "at least";
      throw new RangeError(`${name} must be ${least} 0, got ${value}`);
    }
  }
  return args;
}

/**
 * A rise to `warmupTarget` if asked for, then half a cosine down.
 *
 * @throws {TypeError} If there is no such argument.
 * @throws {RangeError} If one is negative.
 * @see Loshchilov and Hutter, "SGDR", ICLR 2017, eq. 5.
 */
export function cosineDecay(args: CosineDecayArgs): LearningRateSchedule {
  const {
    initialLearningRate,
    decaySteps,
    alpha = 0,
    warmupTarget,
    warmupSteps = 0,
  } = checked("cosineDecay", args, {
    initialLearningRate: "number",
    decaySteps: "number",
    alpha: "number",
    warmupTarget: "number",
    warmupSteps: "number",
  }, ["initialLearningRate", "decaySteps"]);
  const decay = (step: number, from: number) => {
    const done = Math.min(step, decaySteps) / decaySteps;
    const share = 0.5 * (1 + Math.cos(Math.PI * done));
    return from * ((1 - alpha) * share + alpha);
  };
  return new LearningRateSchedule("cosineDecay", args, (step) => {
    if (warmupTarget === undefined) return decay(step, initialLearningRate);
    if (step < warmupSteps) {
      const rise = warmupTarget - initialLearningRate;
      return initialLearningRate + rise * step / warmupSteps;
    }
    return decay(step - warmupSteps, warmupTarget);
  });
}

/**
 * The rate times `decayRate` for each `decaySteps`.
 *
 * @throws {TypeError} If there is no such argument.
 * @throws {RangeError} If one is negative.
 */
export function exponentialDecay(
  args: ExponentialDecayArgs,
): LearningRateSchedule {
  const { initialLearningRate, decaySteps, decayRate, staircase } = checked(
    "exponentialDecay",
    args,
    {
      initialLearningRate: "number",
      decaySteps: "number",
      decayRate: "number",
      staircase: "boolean",
    },
    ["initialLearningRate", "decaySteps", "decayRate"],
  );
  return new LearningRateSchedule("exponentialDecay", args, (step) => {
    const times = step / decaySteps;
    return initialLearningRate *
      decayRate ** (staircase ? Math.floor(times) : times);
  });
}

/**
 * Down to `endLearningRate` along a power of the time left.
 *
 * @throws {TypeError} If there is no such argument.
 * @throws {RangeError} If one is negative.
 */
export function polynomialDecay(
  args: PolynomialDecayArgs,
): LearningRateSchedule {
  const { initialLearningRate, decaySteps, endLearningRate = 1e-4, power = 1 } =
    checked("polynomialDecay", args, {
      initialLearningRate: "number",
      decaySteps: "number",
      endLearningRate: "number",
      power: "number",
    }, ["initialLearningRate", "decaySteps"]);
  return new LearningRateSchedule("polynomialDecay", args, (step) => {
    const left = 1 - Math.min(step, decaySteps) / decaySteps;
    return (initialLearningRate - endLearningRate) * left ** power +
      endLearningRate;
  });
}

/**
 * A short rise and a long fall, in straight lines: for fine-tuning.
 *
 * @throws {TypeError} If there is no such argument.
 * @throws {RangeError} If one is negative.
 * @see Howard and Ruder, "Universal Language Model Fine-tuning for Text
 * Classification", ACL 2018, eq. 3.
 */
export function slantedTriangular(
  args: SlantedTriangularArgs,
): LearningRateSchedule {
  const { learningRate, steps, cutFrac = 0.1, ratio = 32 } = checked(
    "slantedTriangular",
    args,
    {
      learningRate: "number",
      steps: "number",
      cutFrac: "number",
      ratio: "number",
    },
    ["learningRate", "steps"],
  );
  const cut = Math.max(1, Math.floor(steps * cutFrac));
  return new LearningRateSchedule("slantedTriangular", args, (step) => {
    const fall = Math.max(1, cut * (1 / cutFrac - 1));
    const share = step < cut
      ? step / cut
      : Math.max(0, 1 - (step - cut) / fall);
    return learningRate * (1 + share * (ratio - 1)) / ratio;
  });
}

/** Functions that make a schedule, by the name it is saved under. */
// deno-lint-ignore no-explicit-any -- each checks its own arguments
const KINDS: Record<string, (args: any) => LearningRateSchedule> = {
  cosineDecay,
  exponentialDecay,
  polynomialDecay,
  slantedTriangular,
};

/**
 * The schedule that was saved.
 *
 * @throws {RangeError} If its kind is unknown.
 */
export function scheduleFrom(
  { kind, args }: { kind: string; args: object },
): LearningRateSchedule {
  const make = KINDS[kind];
  if (!make) throw new RangeError(`There is no schedule ${kind}`);
  return make(args);
}
