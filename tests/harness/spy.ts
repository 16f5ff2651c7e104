/**
 * A client that keeps all that our kernel sends.
 *
 * @module
 */

import { ownKernel } from "../../kernel/client/kernel_command.ts";
import { KernelProcess } from "../../kernel/client/kernel_process.ts";
import { type Message, Session } from "../../kernel/protocol/message.ts";
import { ClientSockets } from "../../kernel/transport/client_sockets.ts";
import { decode } from "../../kernel/wire/decode.ts";
import { encode } from "../../kernel/wire/encode.ts";
import { Signer } from "../../kernel/wire/signer.ts";
import "./checked_messages.ts";

/** Where a request may go. */
export type Channel = "Shell" | "Control";

/** A fresh kernel and its only client. */
export class Spy implements AsyncDisposable {
  readonly received: Message[] = [];
  readonly process: KernelProcess;
  readonly #signer: Signer;
  readonly #session = new Session("spy");
  readonly #sockets: ClientSockets;
  readonly #waiting: (() => void)[] = [];
  readonly #dead: Promise<never>;
  /** Answers input_requests; none: they stay open. */
  answer: string | undefined;

  constructor(process: KernelProcess) {
    this.process = process;
    this.#dead = process.exited.then((code) => {
      throw new Error(`The kernel ended with ${code}: ${process.stderr}`);
    });
    this.#dead.catch(() => {/* Told to who waits. */});
    this.#signer = new Signer(process.info.key, process.info.signature_scheme);
    const take = (frames: Uint8Array[]) => this.#take(frames);
    this.#sockets = ClientSockets.open(process.info, {
      onShell: take,
      onControl: take,
      onIopub: take,
      onStdin: (frames) => {
        const request = this.#take(frames);
        if (this.answer !== undefined) this.input(request, this.answer);
      },
    }, this.#session.id);
  }

  /**
   * Starts a kernel and waits until it publishes. Starts another if somebody
   * else was quicker to take one of its ports.
   *
   * @param folder Where it runs.
   */
  static async start(folder = Deno.cwd()): Promise<Spy> {
    for (;;) {
      const spy = new Spy(await KernelProcess.start(ownKernel(), folder));
      try {
        await spy.until(({ header }) => header.msg_type === "iopub_welcome");
        return spy;
      } catch (error) {
        await spy[Symbol.asyncDispose]();
        if (!spy.process.hasTakenPort) throw error;
      }
    }
  }

  /** Waits for a message, also one that has come already. */
  async until(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.received.find(wanted);
      if (found) return found;
      const next = new Promise<void>((resolve) => this.#waiting.push(resolve));
      await Promise.race([next, this.#dead]);
    }
  }

  /** Sends a message and waits for nothing. */
  send(channel: Channel, type: string, content: object): Message<object> {
    const message = this.#session.message(type, content);
    this.#sockets[`send${channel}`](encode(message, this.#signer));
    return message;
  }

  /**
   * Sends a request and waits for its reply and its idle.
   *
   * @returns All that it caused, in order of arrival on each channel.
   */
  async request(
    channel: Channel,
    type: string,
    content: object,
  ): Promise<Message[]> {
    const request = this.send(channel, type, content);
    const mine = (message: Message) =>
      message.parent_header.msg_id === request.header.msg_id;
    await this.until((message) =>
      mine(message) && message.header.msg_type.endsWith("_reply")
    );
    await this.until((message) =>
      mine(message) && message.content.execution_state === "idle"
    );
    return this.received.filter(mine);
  }

  /** Answers one input_request. */
  input(request: Message, value: string): void {
    const reply = this.#session.message("input_reply", { value }, request);
    this.#sockets.sendStdin(encode(reply, this.#signer));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.signal("SIGKILL");
    await this.process.exited;
    await this.#sockets.close();
  }

  #take(frames: Uint8Array[]): Message {
    const { message } = decode(frames, this.#signer);
    this.received.push(message);
    for (const resolve of this.#waiting.splice(0)) resolve();
    return message;
  }
}
