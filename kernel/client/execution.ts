/**
 * One execute_request on its way: done when both its reply and its idle have
 * come, in whichever order. A kernel whose idle does not come, because it sends
 * none or because its iopub connection broke, is not waited for without end.
 *
 * @module
 */

import { log } from "../log/log.ts";
import type { ExecuteReply } from "../protocol/execution.ts";
import type { Message } from "../protocol/message.ts";
import { parseExecuteReply, parseState } from "../protocol/parse_reply.ts";
import type { InputRequest } from "../protocol/stdin.ts";

/**
 * How long after the reply nothing may come on iopub, in ms: longer than a
 * message of 256 MB takes on a busy machine.
 */
const SILENCE_MS = 30_000;

/** How a client follows and steers an execution. */
export interface ExecuteOptions {
  /**
   * Called in order with every iopub message that the code caused, except its
   * busy and idle. Messages that come after the end are given, too.
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
  readonly #silenceMs: number;
  #reply: ExecuteReply | undefined;
  #idle = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly options: ExecuteOptions, silenceMs = SILENCE_MS) {
    const { promise, resolve, reject } = Promise.withResolvers<ExecuteReply>();
    this.done = promise;
    this.fail = (reason) => {
      clearTimeout(this.#timer);
      reject(reason);
    };
    this.#resolve = resolve;
    this.#silenceMs = silenceMs;
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
    } else if (parseState(message.content) === "idle") this.#idle = true;
    this.#check();
  }

  #check(): void {
    clearTimeout(this.#timer);
    const reply = this.#reply;
    if (!reply) return;
    if (this.#idle) return this.#resolve(reply);
    this.#timer = setTimeout(() => {
      log.line(
        "the kernel has answered but is not idle: output may be missing",
      );
      this.#idle = true;
      this.#resolve(reply);
    }, this.#silenceMs);
  }
}
