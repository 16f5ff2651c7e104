/**
 * Messages on their way out: signed, and on the right socket.
 *
 * @module
 */

import type { Header, Message, MessageOptions } from "../protocol/message.ts";
import { Session } from "../protocol/message.ts";
import { encode } from "../wire/encode.ts";
import type { Signer } from "../wire/signer.ts";

/** The part of `KernelSockets` that sends. */
export interface Outlets {
  sendShell(frames: Uint8Array[]): void;
  sendControl(frames: Uint8Array[]): void;
  sendStdin(frames: Uint8Array[]): void;
  publish(frames: Uint8Array[]): void;
}

export type Channel = "shell" | "control";

const encoder = new TextEncoder();

export class Sender {
  #outlets: Outlets;
  #signer: Signer;
  #session = new Session();

  constructor(outlets: Outlets, signer: Signer) {
    this.#outlets = outlets;
    this.#signer = signer;
  }

  /** Broadcasts on iopub. */
  publish(
    msg_type: string,
    content: object,
    parent?: { header: Header },
    options?: MessageOptions,
  ) {
    const message = this.#session.message(msg_type, content, parent, options);
    const topic = encoder.encode(`kernel.${this.#session.id}.${msg_type}`);
    this.#outlets.publish(encode(message, this.#signer, [topic]));
  }

  /** Tells one new subscriber that its subscription has arrived. */
  welcome(subscription: string) {
    const message = this.#session.message("iopub_welcome", { subscription });
    const topic = encoder.encode(subscription);
    this.#outlets.publish(encode(message, this.#signer, [topic]));
  }

  /**
   * Asks the client that sent `request`.
   *
   * @returns The question's id, which its answer may name as its parent.
   */
  ask(identities: Uint8Array[], content: object, request: Message): string {
    const message = this.#session.message("input_request", content, request);
    this.#outlets.sendStdin(encode(message, this.#signer, identities));
    return message.header.msg_id;
  }

  reply(
    channel: Channel,
    identities: Uint8Array[],
    content: object,
    request: Message,
  ) {
    const msg_type = request.header.msg_type.replace(/_request$/, "_reply");
    const message = this.#session.message(msg_type, content, request);
    const frames = encode(message, this.#signer, identities);
    if (channel === "shell") this.#outlets.sendShell(frames);
    else this.#outlets.sendControl(frames);
  }
}
