/**
 * The sockets to one kernel, with messages in place of frames: what is sent is
 * signed, a reply goes to who asked, and what is not from this kernel is
 * dropped.
 *
 * @module
 */

import { type Message, Session } from "../protocol/message.ts";
import { parseInputRequest } from "../protocol/parse_reply.ts";
import { ContentError } from "../protocol/shape.ts";
import type { InputRequest } from "../protocol/stdin.ts";
import type {
  ClientHandlers,
  ClientOutlets,
} from "../transport/client_outlets.ts";
import { decode } from "../wire/decode.ts";
import { encode } from "../wire/encode.ts";
import type { Signer } from "../wire/signer.ts";
import { WireError } from "../wire/wire_error.ts";
import { exactContent } from "./exact_content.ts";

/** Where requests go. */
export type Channel = "Shell" | "Control";

/** What is called with what comes unasked. */
export interface ConnectionEvents {
  onIopub(message: Message): void;
  onInput(request: InputRequest, message: Message): void;
  /** A message of the kernel breaks the protocol. */
  onWrongContent(error: ContentError): void;
}

/** Messages whose content a notebook keeps, numbers to the digit. */
const SHOWN = new Set([
  "comm_msg",
  "comm_open",
  "display_data",
  "execute_result",
  "update_display_data",
]);

export class KernelConnection {
  readonly #signer: Signer;
  readonly #session = new Session("thaw");
  readonly #sockets: ClientOutlets;
  readonly #events: ConnectionEvents;
  readonly #replies = new Map<string, (message: Message) => void>();

  /** @param open Opens the sockets, for a client of this identity. */
  constructor(
    signer: Signer,
    open: (handlers: ClientHandlers, identity: string) => ClientOutlets,
    events: ConnectionEvents,
  ) {
    this.#events = events;
    this.#signer = signer;
    const reply = (frames: Uint8Array[]) =>
      this.#read(frames, (message) => this.#onReply(message));
    this.#sockets = open({
      onShell: reply,
      onControl: reply,
      onStdin: (frames) =>
        this.#read(
          frames,
          (message) =>
            events.onInput(parseInputRequest(message.content), message),
        ),
      onIopub: (frames) =>
        this.#read(frames, (message) => events.onIopub(message)),
    }, this.#session.id);
  }

  /**
   * Sends a request.
   *
   * @param onReply Called with the reply, once.
   * @returns The request's `msg_id`.
   */
  send(
    channel: Channel,
    type: string,
    content: object,
    onReply?: (message: Message) => void,
  ): string {
    const message = this.#session.message(type, content);
    const { msg_id } = message.header;
    if (onReply) this.#replies.set(msg_id, onReply);
    this.#sockets[`send${channel}`](encode(message, this.#signer));
    return msg_id;
  }

  /** Answers the kernel's question. */
  answer(question: Message, value: string): void {
    const reply = this.#session.message("input_reply", { value }, question);
    this.#sockets.sendStdin(encode(reply, this.#signer));
  }

  async close(): Promise<void> {
    await this.#sockets.close();
  }

  #read(frames: Uint8Array[], handle: (message: Message) => void): void {
    try {
      const { message } = decode(frames, this.#signer);
      if (SHOWN.has(message.header.msg_type)) {
        message.content = exactContent(message, frames);
      }
      handle(message);
    } catch (error) {
      // Not from our kernel, or one that does not speak the protocol.
      if (error instanceof ContentError) this.#events.onWrongContent(error);
      else if (!(error instanceof WireError)) throw error;
    }
  }

  #onReply(message: Message): void {
    const { msg_id } = message.parent_header;
    this.#replies.get(msg_id)?.(message);
    this.#replies.delete(msg_id);
  }
}
