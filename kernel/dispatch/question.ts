/**
 * The question to the user that is open, if any: an `input_request` on its way
 * out and the `input_reply` on its way back.
 *
 * @module
 */

import { log } from "../log/log.ts";
import type { Message } from "../protocol/message.ts";
import { parseInputReply } from "../protocol/parse_request.ts";
import { ContentError } from "../protocol/shape.ts";

interface Open {
  id: string;
  answer: PromiseWithResolvers<string>;
}

export class Question {
  #open: Open | undefined;

  /**
   * Waits for the answer; a question that was open before is forgotten.
   *
   * @param id The `msg_id` of the `input_request`.
   * @throws {ContentError} If the client's answer is no text.
   */
  ask(id: string): Promise<string> {
    const answer = Promise.withResolvers<string>();
    this.#open = { id, answer };
    return answer.promise;
  }

  /** Takes an `input_reply`, if it is to the question that is open. */
  take({ parent_header, content }: Message): void {
    const open = this.#open;
    // jupyter_client names no parent. Others do, and an answer that comes after
    // Stop must not be taken for that to the next question.
    if (!open || (parent_header.msg_id ?? open.id) !== open.id) return;
    this.#open = undefined;
    try {
      open.answer.resolve(parseInputReply(content).value);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      log.repeated("an input_reply without text");
      open.answer.reject(error);
    }
  }
}
