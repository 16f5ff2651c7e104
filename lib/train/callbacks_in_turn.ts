import * as tf from "@tensorflow/tfjs";
import type { TrainingPosition } from "./training_position.ts";

/**
 * tfjs's list of callbacks, which keeps in the training's position how many of
 * them have taken a hook: where one throws and the training goes on later, the
 * hook is called of that one and those after it, and of none twice.
 */
export class CallbacksInTurn extends tf.CallbackList {
  readonly #position: TrainingPosition;

  constructor(
    callbacks: ConstructorParameters<typeof tf.CallbackList>[0],
    position: TrainingPosition,
  ) {
    super(callbacks);
    this.#position = position;
  }

  override async onEpochBegin(epoch: number): Promise<void> {
    await this.#call("onEpochBegin", epoch, {});
    this.#position.hook = undefined;
  }

  override async onEpochEnd(
    epoch: number,
    logs: Record<string, number>,
  ): Promise<void> {
    await this.#call("onEpochEnd", epoch, logs);
    this.#position.hook = undefined;
  }

  /** Kept until the batch is trained on: a step may fail, too. */
  override async onBatchBegin(
    batch: number,
    logs: Record<string, number>,
  ): Promise<void> {
    await this.#call("onBatchBegin", batch, logs);
  }

  override async onBatchEnd(
    batch: number,
    logs: Record<string, number>,
  ): Promise<void> {
    await this.#call("onBatchEnd", batch, logs);
    this.#position.hook = undefined;
  }

  /** Calls what the end of a batch has not called, as its step is done. */
  async takeUp(): Promise<void> {
    const { hook, batch } = this.#position;
    if (hook?.name !== "onBatchEnd") return;
    await this.onBatchEnd(batch - 1, { ...hook.logs });
  }

  async #call(
    name: "onEpochBegin" | "onEpochEnd" | "onBatchBegin" | "onBatchEnd",
    index: number,
    logs: Record<string, number>,
  ): Promise<void> {
    const of = this.callbacks.length;
    const { hook: former } = this.#position;
    const isSame = former?.name === name && former.of === of;
    const hook = { name, of, done: isSame ? former.done : 0, logs };
    // With what the callbacks before it have added.
    if (isSame) Object.assign(logs, former.logs);
    this.#position.hook = hook;
    for (const callback of this.callbacks.slice(hook.done)) {
      await callback[name](index, logs);
      hook.done++;
    }
  }
}
