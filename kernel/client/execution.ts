/**
 * One execute_request on its way: done when both its reply and its idle have
 * come, in whichever order.
 *
 * @module
 */

import type { ExecuteReply } from "../protocol/execution.ts";
import type { Message } from "../protocol/message.ts";
import { parseExecuteReply, parseState } from "../protocol/parse_reply.ts";
import type { InputRequest } from "../protocol/stdin.ts";

/** How a client follows and steers an execution. */
export interface ExecuteOptions {
  /**
   * Called with every iopub message the code caused, in order, except its
   * busy and idle; also after the end, with what comes late.
   */
  onOutput?(message: Message): void;
  /** Answers `input_request`. Without it, the kernel is told not to ask. */
  onInput?(request: InputRequest): Promise<string>;
  /** Whether a failure aborts what is queued behind. Default true. */
  stopOnError?: boolean;
  /** In ms. After it the code is interrupted. Default none. */
  timeout?: number;
}

/** Follows one request. */
export class Execution {
  readonly done: Promise<ExecuteReply>;
  readonly fail: (reason: Error) => void;
  readonly #resolve: (reply: ExecuteReply) => void;
  #reply: ExecuteReply | undefined;
  #idle = false;

  constructor(readonly options: ExecuteOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<ExecuteReply>();
    this.done = promise;
    this.fail = reject;
    this.#resolve = resolve;
  }

  /** Takes the reply. */
  reply(message: Message): void {
    this.#reply = parseExecuteReply(message.content);
    this.#check();
  }

  /** Takes an iopub message that this request caused. */
  iopub(message: Message): void {
    if (message.header.msg_type !== "status") {
      this.options.onOutput?.(message);
      return;
    }
    if (parseState(message.content) === "idle") this.#idle = true;
    this.#check();
  }

  #check(): void {
    if (this.#idle && this.#reply) this.#resolve(this.#reply);
  }
}
