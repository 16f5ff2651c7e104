/**
 * An operation of a functional model of Keras, such as `ops.mean(x, axis=1)`,
 * as a layer.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { isRecord } from "../../options/is_record.ts";
import {
  className,
  defaultName,
  type LayerArgs,
  registerLayer,
} from "../register_layer.ts";
import { ELEMENTWISE } from "./elementwise_operations.ts";
import type { Argument, Compute, Options } from "./operation_arguments.ts";
import { REDUCING } from "./reducing_operations.ts";
import { SHAPING } from "./shaping_operations.ts";

const OPERATIONS: Record<string, Compute> = {
  ...ELEMENTWISE,
  ...REDUCING,
  ...SHAPING,
};

/** Whether there is an operation of Keras's class. */
export function hasOperation(name: string): boolean {
  return Object.hasOwn(OPERATIONS, name);
}

/** Whether a mask of what it takes fits what it gives. */
export function keepsSteps(name: string): boolean {
  return Object.hasOwn(ELEMENTWISE, name);
}

/** Arguments of {@linkcode Operation}. */
export interface OperationArgs extends LayerArgs {
  /** Keras's class, and what it was made with. */
  operation: { className: string; config: Options };
  /** What it was called with; `{ tensor: i }` is the layer's i-th input. */
  called: Argument[];
  /** Whether it hands its input's mask on, which Keras's operations don't. */
  passesMask?: boolean;
}

/**
 * Sizes that stand for those that vary, in two tries that differ in them; an
 * axis of size 1 would be squeezed.
 */
const TRIES = [{ batch: 2, other: 16 }, { batch: 3, other: 17 }];

/** Computes one operation of its inputs. */
export class Operation extends tf.layers.Layer {
  static className: string = className("Operation");
  readonly #args: Required<
    Pick<OperationArgs, "operation" | "called" | "passesMask">
  >;

  /** @throws {RangeError} If there is no such operation. */
  constructor(args: OperationArgs) {
    const { operation, called, passesMask = false } = args;
    const { name = defaultName(operation.className) } = args;
    super({ ...args, name });
    if (!hasOperation(operation.className)) {
      throw new RangeError(`There is no operation ${operation.className}`);
    }
    this.supportsMasking = passesMask;
    this.#args = { operation, called, passesMask };
  }

  /** Found by computing with zeros, as each operation has rules of its own. */
  override computeOutputShape(
    inputShape: tf.Shape | tf.Shape[],
  ): tf.Shape | tf.Shape[] {
    const isList = Array.isArray(inputShape[0]);
    const shapes = (isList ? inputShape : [inputShape]) as tf.Shape[];
    const [ones, others] = TRIES.map(({ batch, other }) =>
      tf.tidy(() => {
        const zeros = shapes.map((shape) =>
          tf.zeros(shape.map((size, i) => size ?? (i === 0 ? batch : other)))
        );
        return [this.#compute(zeros)].flat().map(({ shape }) => shape);
      })
    );
    const found = ones.map((shape, i) =>
      shape.map((size, axis) => size === others[i][axis] ? size : null)
    );
    return found.length === 1 ? found[0] : found;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => this.#compute([inputs].flat()));
  }

  /** @throws {RangeError} If the operation can't be done; names the layer. */
  #compute(inputs: tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    const given = (value: Argument): Argument => {
      if (Array.isArray(value)) return value.map(given);
      return isRecord(value) && typeof value.tensor === "number"
        ? inputs[value.tensor]
        : value;
    };
    const { operation, called } = this.#args;
    try {
      return OPERATIONS[operation.className](
        called.map(given),
        operation.config,
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      throw new RangeError(
        `${this.name}, the operation ${operation.className}: ${reason}`,
        { cause: error },
      );
    }
  }

  override getConfig(): tf.serialization.ConfigDict {
    const args = this.#args as unknown as tf.serialization.ConfigDict;
    return { ...super.getConfig(), ...args };
  }
}
registerLayer(Operation);
