/**
 * Trap of tfjs 4.22: a second gradient takes the result of an operation for a
 * constant where the operation's gradient is computed from it, as those of
 * sigmoid, tanh, exp and softmax are. Of a sigmoid alone it fails; of an LSTM, a
 * GRU or swish, as a gradient penalty needs it, it is wrong without a word.
 *
 * The engine notes the copies that it keeps for the gradient on the tape before
 * it notes the operation, so that nothing seems to lead to a copy of the result.
 * Here the operation comes first.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

interface TapeNode {
  readonly outputs: tf.Tensor[];
  /** The copies that the operation's gradient is computed from. */
  readonly saved?: tf.Tensor[];
}

/** What is used of tfjs's engine. */
interface Engine {
  readonly state: { readonly activeTape: TapeNode[] };
  addTapeNode(...args: unknown[]): void;
}

export function secondGradients(): void {
  const engine = tf.engine() as unknown as Engine;
  const { addTapeNode } = engine;
  engine.addTapeNode = function (...args) {
    addTapeNode.apply(this, args);
    const { activeTape: tape } = this.state;
    const node = tape.pop()!;
    const { saved = [] } = node;
    const isCopy = ({ outputs }: TapeNode) => saved.includes(outputs[0]);
    let place = tape.length;
    while (place > 0 && isCopy(tape[place - 1])) place--;
    tape.splice(place, 0, node);
  };
}
