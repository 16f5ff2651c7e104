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
import { type Formula, reassign } from "../../backend/evaluate.ts";
import { constrainStepped } from "../../mends/constraints_not_in_training.ts";
import {
  type NamedTensor,
  savedNames,
  splitSlot,
  tensorNames,
} from "../../mends/optimizer_slots_by_position.ts";
import { clipGradients, type NamedGradient } from "./clip_gradients.ts";
import {
  LearningRateSchedule,
  scheduleFrom,
} from "./learning_rate_schedule.ts";
import {
  checkOptimizerOptions,
  type OptimizerOptions,
} from "./optimizer_options.ts";
import { WeightSlots } from "./weight_slots.ts";

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

/** The slot in which gradients are added up. */
const ACCUMULATED = "accumulated";

const DECAY: Formula = {
  results: 1,
  compute(on, [weight], [share]) {
    return [on.subtract(weight, on.multiply(weight, share))];
  },
};

/** An optimizer whose moments go by the weight's name. */
export abstract class NamedOptimizer extends tf.Optimizer {
  readonly #rate: number | LearningRateSchedule;
  #setRate: number | undefined;
  readonly #options: OptimizerOptions;
  readonly #slots = new WeightSlots();
  #excluded: (string | RegExp)[] = [];
  #batches = 0;

  /** @throws {RangeError} If an option is out of range. */
  constructor(options: OptimizerOptions, learningRate: number) {
    super();
    checkOptimizerOptions(options);
    this.#options = options;
    const { learningRate: rate = learningRate } = options;
    this.#rate = rate;
    const isRate = this.#rate instanceof LearningRateSchedule ||
      typeof this.#rate === "number" && this.#rate >= 0;
    if (!isRate) {
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
    const entries: NamedGradient[] = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients);
    const given = entries.filter(([, gradient]) => gradient);
    const { gradientAccumulationSteps: every = 1 } = this.#options;
    tf.tidy(() => {
      const isStep = (this.#batches + 1) % every === 0;
      if (!isStep) return this.#accumulate(given);
      const averaged = every === 1 ? given : this.#averaged(given, every);
      this.#step(clipGradients(averaged, this.#options));
    });
    this.#batches++;
    if (this.#batches % every !== 0) return;
    this.incrementIterations();
    constrainStepped(given.map(([name]) => name));
  }

  #accumulate(gradients: NamedGradient[]): void {
    for (const [name, gradient] of gradients) {
      const sum = this.#slots.get(name, ACCUMULATED, gradient.shape);
      sum.assign(sum.add(gradient));
    }
  }

  #averaged(
    gradients: NamedGradient[],
    every: number,
  ): NamedGradient[] {
    const averaged = gradients.map(([name, gradient]): NamedGradient => {
      const sum = this.#slots.get(name, ACCUMULATED, gradient.shape);
      return [name, sum.add(gradient).div(every)];
    });
    // Also those of weights that were frozen meanwhile.
    this.#slots.clear(ACCUMULATED);
    return averaged;
  }

  #step(gradients: NamedGradient[]): void {
    const rate = this.learningRate;
    const { weightDecay = 0 } = this.#options;
    const { registeredVariables } = tf.engine().state;
    for (const [name, gradient] of gradients) {
      const variable = registeredVariables[name];
      if (weightDecay > 0 && !this.#isExcluded(name)) {
        reassign(DECAY, [variable], [], [weightDecay * rate]);
      }
      this.update({
        variable,
        gradient,
        rate,
        step: this.iterations + 1,
        slot: (slot) => this.#slots.get(name, slot, gradient.shape),
      });
    }
  }

  #isExcluded(name: string): boolean {
    return this.#excluded.some((pattern) =>
      typeof pattern === "string" ? name.includes(pattern) : pattern.test(name)
    );
  }

  override dispose(): void {
    this.#slots.dispose();
    super.dispose();
  }

  /** Under the names that the model saves its weights under. */
  override getWeights(): Promise<NamedTensor[]> {
    const names = savedNames(this);
    const moments = this.#slots.all.map(({ weight, name, tensor }) => ({
      name: `${names.get(weight) ?? weight}/${name}`,
      tensor,
    }));
    const iterations = tf.scalar(this.#batches, "int32");
    return Promise.resolve([
      { name: "iter", tensor: iterations },
      ...moments,
    ]);
  }

  override async setWeights(values: NamedTensor[]): Promise<void> {
    const nameOf = tensorNames(this);
    const [iterations, ...moments] = values;
    this.#slots.dispose();
    for (const { name, tensor } of moments) {
      const [weight, slot] = splitSlot(name);
      this.#slots.get(nameOf(weight), slot, tensor.shape).assign(tensor);
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
