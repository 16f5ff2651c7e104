/**
 * A fresh kernel under attack, and a client that counts what it answers. Each
 * message of the kernel is checked against the protocol's schema.
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
import "../harness/checked_messages.ts";

export type Channel = "Shell" | "Control" | "Stdin";

/** After this an answer is taken for lost. */
const PATIENCE_MS = 60_000;

export class Target implements AsyncDisposable {
  readonly process: KernelProcess;
  readonly session = new Session("attacker");
  readonly signer: Signer;
  /** Called with each message, after it was counted. */
  onMessage: (message: Message) => void = () => {};
  readonly #sockets: ClientSockets;
  /** What each request still waits for: a reply, an idle. */
  readonly #open = new Map<string, Set<"reply" | "idle">>();
  #changed: () => void = () => {};
  #death: string | undefined;

  private constructor(process: KernelProcess) {
    this.process = process;
    this.signer = new Signer(process.info.key, process.info.signature_scheme);
    const take = (frames: Uint8Array[]) => this.#take(frames);
    this.#sockets = ClientSockets.open(process.info, {
      onShell: take,
      onControl: take,
      onStdin: take,
      onIopub: take,
    }, this.session.id);
    void process.exited.then((code) => {
      this.#death = `The kernel ended with ${code}: ${process.stderr}`;
      this.#changed();
    });
  }

  /**
   * Starts a kernel and waits until it publishes to this client. Starts another
   * if somebody else was quicker to take one of its ports.
   *
   * @param shell A shell's command that runs the kernel as `"$@"`.
   */
  static async start(shell = 'exec "$@"'): Promise<Target> {
    const command = ownKernel();
    const argv = ["bash", "-c", shell, "bash", ...command.argv];
    for (;;) {
      const target = new Target(
        await KernelProcess.start({ ...command, argv }, Deno.cwd()),
      );
      const welcome = Promise.withResolvers<void>();
      target.onMessage = ({ header }) =>
        header.msg_type === "iopub_welcome" && welcome.resolve();
      await Promise.race([welcome.promise, target.process.exited]);
      target.onMessage = () => {};
      if (target.#death === undefined) return target;
      const isTaken = target.process.hasTakenPort;
      await target[Symbol.asyncDispose]();
      if (!isTaken) throw new Error(target.#death);
    }
  }

  /** Sends frames as they are, signed or not. */
  sendFrames(channel: Channel, frames: Uint8Array[]): void {
    this.#sockets[`send${channel}`](frames);
  }

  /**
   * Sends a signed message that the kernel must answer.
   *
   * @param date When it claims to be sent; now if not given.
   */
  request(
    channel: Channel,
    type: string,
    content: object,
    hasReply = true,
    date?: Date,
  ): string {
    const message = this.session.message(type, content);
    if (date) message.header.date = date.toISOString();
    const { msg_id } = message.header;
    this.#open.set(msg_id, new Set(hasReply ? ["reply", "idle"] : ["idle"]));
    this.sendFrames(channel, encode(message, this.signer));
    return msg_id;
  }

  /** Requests that are not answered yet. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * Waits until no more than `limit` requests are open.
   *
   * @throws {Error} If the kernel ends or does not answer.
   */
  async settled(limit = 0): Promise<void> {
    const timer = setTimeout(() => {
      this.#death ??= `${this.open} requests are not answered`;
      this.#changed();
    }, PATIENCE_MS);
    try {
      while (this.open > limit) {
        if (this.#death) throw new Error(this.#death);
        await new Promise<void>((resolve) => this.#changed = resolve);
      }
      if (this.#death) throw new Error(this.#death);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Checks that the kernel does its work: a cell has its value.
   *
   * @throws {Error} If it does not.
   */
  async works(): Promise<void> {
    let value: unknown;
    const before = this.onMessage;
    const content = { code: "6 * 7", silent: false };
    const sent = this.request("Shell", "execute_request", content);
    this.onMessage = (message) => {
      if (message.parent_header.msg_id !== sent) return;
      if (message.header.msg_type !== "execute_result") return;
      const data = message.content.data as Record<string, unknown>;
      value = data["text/plain"];
    };
    await this.settled();
    this.onMessage = before;
    if (value !== "42") throw new Error(`A cell's value was ${value}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.signal("SIGKILL");
    await this.process.exited;
    await this.#sockets.close();
  }

  #take(frames: Uint8Array[]): void {
    const { message } = decode(frames, this.signer);
    const { msg_type } = message.header;
    const { msg_id } = message.parent_header;
    const waits = this.#open.get(msg_id!);
    if (msg_type.endsWith("_reply")) waits?.delete("reply");
    if (message.content.execution_state === "idle") waits?.delete("idle");
    if (waits?.size === 0) {
      this.#open.delete(msg_id!);
      this.#changed();
    }
    this.onMessage(message);
  }
}
