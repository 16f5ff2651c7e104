/**
 * What this library's optimizers have in common: moments by the weight's name,
 * clipped and accumulated gradients, decay of weights, rates that change.
 *
 * Names, arguments and numbers are Keras's. tfjs's own optimizers have none of
 * this, and another epsilon.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { constrainStepped } from "../../mends/constraints_not_in_training.ts";
import {
  type NamedTensor,
  savedNames,
  splitSlot,
  tensorNames,
} from "../../mends/optimizer_slots_by_position.ts";
import type { OptionNames } from "../../options/check_options.ts";
import {
  LearningRateSchedule,
  scheduleFrom,
} from "./learning_rate_schedule.ts";

/** Arguments that all optimizers take. */
export interface OptimizerOptions {
  /** A number, or what it is at each step. */
  learningRate?: number | LearningRateSchedule;
  /** Share of each weight, times the rate, that a step takes away; 0. */
  weightDecay?: number;
  /** Longest gradient of one weight. */
  clipNorm?: number;
  /** Longest gradient of all weights together. */
  globalClipNorm?: number;
  /** Greatest value in a gradient, either way. */
  clipValue?: number;
  /** Batches whose gradients are averaged for one step; 1. */
  gradientAccumulationSteps?: number;
}

export const OPTIMIZER_OPTIONS: OptionNames<OptimizerOptions> = {
  learningRate: true,
  weightDecay: true,
  clipNorm: true,
  globalClipNorm: true,
  clipValue: true,
  gradientAccumulationSteps: true,
};

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** What a step of one weight is computed from. */
export interface WeightStep {
  readonly variable: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly rate: number;
  /** Which step of this optimizer, from 1. */
  readonly step: number;
  /** A moment of the weight, zeros at first. */
  slot(name: string): tf.Variable;
}

/** An optimizer whose moments go by the weight's name. */
export abstract class NamedOptimizer extends tf.Optimizer {
  readonly #rate: number | LearningRateSchedule;
  #setRate: number | undefined;
  readonly #options: OptimizerOptions;
  readonly #slots = new Map<string, Map<string, tf.Variable>>();
  #excluded: (string | RegExp)[] = [];
  #batches = 0;

  /** @throws {RangeError} If an option is out of range. */
  constructor(options: OptimizerOptions, learningRate: number) {
    super();
    const { gradientAccumulationSteps: steps = 1 } = options;
    if (!(Number.isInteger(steps) && steps > 0)) {
      throw new RangeError(
        `gradientAccumulationSteps must be a positive integer, got ${steps}`,
      );
    }
    const { clipNorm, globalClipNorm, clipValue } = options;
    const clips = Object.entries({ clipNorm, globalClipNorm, clipValue })
      .filter(([, value]) => value !== undefined);
    if (clips.length > 1) {
      throw new RangeError(
        `Give one of clipNorm, globalClipNorm and clipValue, got ${
          clips.map(([name]) => name).join(" and ")
        }`,
      );
    }
    for (const [name, value] of clips) {
      if (!(value! > 0)) {
        throw new RangeError(`${name} must be more than 0, got ${value}`);
      }
    }
    const { weightDecay = 0 } = options;
    if (!(weightDecay >= 0)) {
      throw new RangeError(
        `weightDecay must be at least 0, got ${weightDecay}`,
      );
    }
    this.#options = options;
    this.#rate = options.learningRate ?? learningRate;
    if (!(this.#rate instanceof LearningRateSchedule) && !(this.#rate >= 0)) {
      throw new RangeError(
        `learningRate must be at least 0 or a schedule, got ${this.#rate}`,
      );
    }
  }

  /** The rate of the next step. */
  get learningRate(): number {
    if (this.#setRate !== undefined) return this.#setRate;
    return this.#rate instanceof LearningRateSchedule
      ? this.#rate.at(this.#batches)
      : this.#rate;
  }

  /** @throws {TypeError} If the rate follows a schedule. */
  set learningRate(rate: number) {
    if (this.#rate instanceof LearningRateSchedule) {
      throw new TypeError(
        `The rate follows ${this.#rate.kind}; make the optimizer with a number to set it`,
      );
    }
    this.#setRate = rate;
  }

  /**
   * Leaves weights out of the decay, such as `bias` or `/gamma|beta/`.
   *
   * @param names Texts that their names contain, or patterns.
   */
  excludeFromWeightDecay(names: readonly (string | RegExp)[]): this {
    this.#excluded = [...names];
    return this;
  }

  /** Moves one weight. Runs in a `tidy`. */
  protected abstract update(step: WeightStep): void;

  override applyGradients(gradients: Gradients): void {
    const entries: [string, tf.Tensor][] = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients);
    const given = entries.filter(([, gradient]) => gradient);
    const { gradientAccumulationSteps: every = 1 } = this.#options;
    tf.tidy(() => {
      const isStep = (this.#batches + 1) % every === 0;
      if (!isStep) return this.#accumulate(given);
      const averaged = every === 1 ? given : this.#averaged(given, every);
      this.#step(this.#clipped(averaged));
    });
    this.#batches++;
    if (this.#batches % every !== 0) return;
    this.incrementIterations();
    constrainStepped(given.map(([name]) => name));
  }

  #accumulate(gradients: [string, tf.Tensor][]): void {
    for (const [name, gradient] of gradients) {
      const sum = this.#slot(name, "accumulated", gradient.shape);
      sum.assign(sum.add(gradient));
    }
  }

  #averaged(
    gradients: [string, tf.Tensor][],
    every: number,
  ): [string, tf.Tensor][] {
    const averaged = gradients.map(([name, gradient]): [string, tf.Tensor] => {
      const sum = this.#slot(name, "accumulated", gradient.shape);
      return [name, sum.add(gradient).div(every)];
    });
    // Of what is frozen by now, too.
    for (const slots of this.#slots.values()) {
      const sum = slots.get("accumulated");
      sum?.assign(tf.zerosLike(sum));
    }
    return averaged;
  }

  #clipped(gradients: [string, tf.Tensor][]): [string, tf.Tensor][] {
    const { clipNorm, globalClipNorm, clipValue } = this.#options;
    const each = (change: (gradient: tf.Tensor) => tf.Tensor) =>
      gradients.map(([name, gradient]): [string, tf.Tensor] => [
        name,
        change(gradient),
      ]);
    if (clipValue !== undefined) {
      return each((gradient) => gradient.clipByValue(-clipValue, clipValue));
    }
    const scale = (length: tf.Tensor, most: number) =>
      tf.div(most, tf.maximum(length, most));
    if (clipNorm !== undefined) {
      return each((gradient) =>
        gradient.mul(scale(gradient.square().sum().sqrt(), clipNorm))
      );
    }
    if (globalClipNorm !== undefined && gradients.length > 0) {
      const length = gradients.map(([, gradient]) => gradient.square().sum())
        .reduce((sum, one) => sum.add(one)).sqrt();
      const factor = scale(length, globalClipNorm);
      return each((gradient) => gradient.mul(factor));
    }
    return gradients;
  }

  #step(gradients: [string, tf.Tensor][]): void {
    const rate = this.learningRate;
    const { weightDecay = 0 } = this.#options;
    const { registeredVariables } = tf.engine().state;
    for (const [name, gradient] of gradients) {
      const variable = registeredVariables[name];
      if (weightDecay > 0 && !this.#isExcluded(name)) {
        variable.assign(variable.sub(variable.mul(weightDecay * rate)));
      }
      this.update({
        variable,
        gradient,
        rate,
        step: this.iterations + 1,
        slot: (slot) => this.#slot(name, slot, gradient.shape),
      });
    }
  }

  #isExcluded(name: string): boolean {
    return this.#excluded.some((pattern) =>
      typeof pattern === "string" ? name.includes(pattern) : pattern.test(name)
    );
  }

  #slot(weight: string, name: string, shape: number[]): tf.Variable {
    const slots = this.#slots.get(weight) ?? new Map<string, tf.Variable>();
    this.#slots.set(weight, slots);
    const slot = slots.get(name) ?? tf.variable(tf.zeros(shape), false);
    slots.set(name, slot);
    return slot;
  }

  override dispose(): void {
    for (const slots of this.#slots.values()) tf.dispose([...slots.values()]);
    this.#slots.clear();
    super.dispose();
  }

  /** Under the names that the model saves its weights under. */
  override getWeights(): Promise<NamedTensor[]> {
    const names = savedNames(this);
    const moments = [...this.#slots].flatMap(([weight, slots]) =>
      [...slots].map(([slot, tensor]) => ({
        name: `${names.get(weight) ?? weight}/${slot}`,
        tensor,
      }))
    );
    const iterations = tf.scalar(this.#batches, "int32");
    return Promise.resolve([
      { name: "iter", tensor: iterations },
      ...moments,
    ]);
  }

  override async setWeights(values: NamedTensor[]): Promise<void> {
    const nameOf = tensorNames(this);
    const [iterations, ...moments] = values;
    for (const slots of this.#slots.values()) tf.dispose([...slots.values()]);
    this.#slots.clear();
    for (const { name, tensor } of moments) {
      const [weight, slot] = splitSlot(name);
      this.#slot(nameOf(weight), slot, tensor.shape).assign(tensor);
    }
    const [batches] = await iterations.tensor.data();
    this.#batches = batches;
    const { gradientAccumulationSteps: every = 1 } = this.#options;
    this.iterations_ = Math.floor(batches / every);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { learningRate: _, ...options } = this.#options;
    const rate = this.#setRate ?? this.#rate;
    return {
      ...options,
      learningRate: rate instanceof LearningRateSchedule ? rate.toJSON() : rate,
      excluded: this.#excluded.map((pattern) =>
        typeof pattern === "string"
          ? { name: pattern }
          : { name: pattern.source, flags: pattern.flags }
      ),
    } as unknown as tf.serialization.ConfigDict;
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    // tfjs puts the custom objects of a whole model beside the options.
    const { excluded, learningRate, customObjects: _, ...options } =
      config as unknown as {
        learningRate: number | { kind: string; args: object };
        excluded: { name: string; flags?: string }[];
        customObjects?: unknown;
      };
    const optimizer = new cls({
      ...options,
      learningRate: typeof learningRate === "number"
        ? learningRate
        : scheduleFrom(learningRate),
    });
    (optimizer as unknown as NamedOptimizer).excludeFromWeightDecay(
      excluded.map(({ name, flags }) =>
        flags === undefined ? name : new RegExp(name, flags)
      ),
    );
    return optimizer;
  }
}
