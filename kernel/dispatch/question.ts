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
  /** Who was asked, as text. */
  client: string;
  answer: PromiseWithResolvers<string>;
}

export class Question {
  #open: Open | undefined;

  /**
   * Waits for the answer; a question that was open before is forgotten.
   *
   * @param id The `msg_id` of the `input_request`.
   * @param identities The routing frames of the client that is asked.
   * @throws {ContentError} If the client's answer is no text.
   */
  ask(id: string, identities: Uint8Array[]): Promise<string> {
    const answer = Promise.withResolvers<string>();
    this.#open = { id, client: nameOf(identities), answer };
    return answer.promise;
  }

  /**
   * Takes an `input_reply`, if it is to the question that is open.
   *
   * @param identities The routing frames of the client that answers.
   */
  take(
    { parent_header, content }: Message,
    identities: Uint8Array[],
  ): void {
    const open = this.#open;
    if (!open) return;
    // jupyter_client names no parent: then only the client that was asked can
    // mean this question. Others do, and an answer that comes after Stop must
    // not be taken for that to the next question.
    const { msg_id } = parent_header;
    const isMeant = msg_id === undefined
      ? nameOf(identities) === open.client
      : msg_id === open.id;
    if (!isMeant) return;
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

function nameOf(identities: Uint8Array[]): string {
  return identities.map((frame) => frame.toBase64()).join();
}
