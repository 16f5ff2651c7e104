/**
 * Messages on their way out: of a size that fits, signed, and on the right
 * socket. Nothing here throws: what can't be written is told in the log.
 *
 * @module
 */

import { log, told } from "../log/log.ts";
import { trace, traces } from "../log/trace.ts";
import type { Header, Message, MessageOptions } from "../protocol/message.ts";
import { Session } from "../protocol/message.ts";
import { bounded, isTooLarge } from "../wire/bounded.ts";
import { encode } from "../wire/encode.ts";
import type { Signer } from "../wire/signer.ts";

/** The part of `KernelSockets` that sends. */
export interface Outlets {
  sendShell(frames: Uint8Array[]): void;
  sendControl(frames: Uint8Array[]): void;
  sendStdin(frames: Uint8Array[]): void;
  /** @param kept Whether no subscriber may miss it, however slow it is. */
  publish(frames: Uint8Array[], kept: boolean): void;
}

export type Channel = "shell" | "control";

/** Without these a client would wait for ever or show what is not so. */
const KEPT: ReadonlySet<string> = new Set(
  ["status", "execute_input", "error", "comm_close"],
);

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
    options: MessageOptions = {},
  ) {
    if (isTooLarge({}, options.buffers)) {
      log.line(`dropped ${msg_type}: its buffers are too large`);
      return;
    }
    const fitting = bounded(msg_type, content);
    const message = this.#session.message(msg_type, fitting, parent, options);
    const topic = encoder.encode(`kernel.${this.#session.id}.${msg_type}`);
    const frames = this.#encoded(message, [topic], "iopub");
    if (frames) this.#outlets.publish(frames, KEPT.has(msg_type));
  }

  /**
   * Tells one new subscriber that its subscription has arrived.
   *
   * @param send Sends to it.
   */
  welcome(subscription: string, send: (frames: Uint8Array[]) => void) {
    const message = this.#session.message("iopub_welcome", { subscription });
    const topic = encoder.encode(subscription);
    const frames = this.#encoded(message, [topic], "iopub");
    if (frames) send(frames);
  }

  /**
   * Asks the client that sent `request`.
   *
   * @returns The question's id, which its answer may name as its parent.
   */
  ask(identities: Uint8Array[], content: object, request: Message): string {
    const fitting = bounded("input_request", content);
    const message = this.#session.message("input_request", fitting, request);
    const frames = this.#encoded(message, identities, "stdin");
    if (frames) this.#outlets.sendStdin(frames);
    return message.header.msg_id;
  }

  /** Answers a request; if its answer can't be written, with that. */
  reply(
    channel: Channel,
    identities: Uint8Array[],
    content: object,
    request: Message,
  ) {
    const msg_type = request.header.msg_type.replace(/_request$/, "_reply");
    const fitting = bounded(msg_type, content);
    const message = this.#session.message(msg_type, fitting, request);
    const unwritable = () => ({ ...message, content: inItsPlace(content) });
    const frames = this.#encoded(message, identities, channel) ??
      this.#encoded(unwritable(), identities, channel);
    if (!frames) return;
    if (channel === "shell") this.#outlets.sendShell(frames);
    else this.#outlets.sendControl(frames);
  }

  #encoded(
    message: Message<object>,
    identities: Uint8Array[],
    channel: string,
  ): Uint8Array[] | undefined {
    const { msg_type } = message.header;
    try {
      const frames = encode(message, this.#signer, identities);
      if (traces("wire")) {
        const content = JSON.stringify(message.content);
        trace("wire", `-> ${channel} ${msg_type} ${content}`);
      }
      return frames;
    } catch (error) {
      // JSON that is nested too deeply, or longer than any text can be.
      log.line(`dropped ${msg_type}: ${told(error)}`);
    }
  }
}

/** The answer where the real one can't be written. */
function inItsPlace(content: object): object {
  const evalue = "The reply can't be written as JSON";
  const error = {
    status: "error",
    ename: "RangeError",
    evalue,
    traceback: [`RangeError: ${evalue}`],
  };
  return "execution_count" in content
    ? { ...error, execution_count: content.execution_count }
    : error;
}
