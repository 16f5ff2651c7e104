/**
 * A client of one kernel: asks it, ends it, and knows when it died.
 *
 * @module
 */

import {
  type BackgroundError,
  tellsBackground,
} from "../protocol/background.ts";
import type { CompleteReply, InspectReply } from "../protocol/introspection.ts";
import type { ExecuteReply, ExecuteRequest } from "../protocol/execution.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import type { Message } from "../protocol/message.ts";
import type { InputRequest } from "../protocol/stdin.ts";
import {
  parseBackgroundReply,
  parseCompleteReply,
  parseInspectReply,
  parseKernelInfoReply,
} from "../protocol/parse_reply.ts";
import { ContentError } from "../protocol/shape.ts";
import { LATE, settled } from "../time/settled.ts";
import {
  KernelDiedError,
  KernelReplyError,
  KernelStartError,
} from "./client_errors.ts";
import { type ExecuteOptions, Execution } from "./execution.ts";
import type { Kernel } from "./kernel.ts";
import type { KernelCommand } from "./kernel_command.ts";
import type {
  Channel,
  ConnectionEvents,
  KernelConnection,
} from "./kernel_connection.ts";
import type { KernelHost } from "./kernel_host.ts";
import { withDeadline } from "./with_deadline.ts";

/**
 * How often the kernel is asked, in ms, until a message on its iopub shows that
 * the subscription has arrived.
 */
const ASK_AGAIN_MS = 250;

/** How long a kernel may take to end after it was asked to, in ms. */
const KERNEL_FAREWELL_MS = 5000;

/** Speaks to one kernel that was started for it. */
export class KernelClient implements Kernel {
  readonly command: KernelCommand;
  /** Resolves when the kernel's process has ended, however it came to it. */
  readonly ended: Promise<KernelDiedError>;
  readonly #process: KernelHost;
  readonly #connection: KernelConnection;
  readonly #executions = new Map<string, Execution>();
  readonly #reached = Promise.withResolvers<void>();
  #running: Execution | undefined;

  /**
   * A client of a kernel that was started; it has not answered yet. See
   * `startKernel()` and `hostKernel()`.
   *
   * @param host Runs the kernel.
   */
  constructor(
    command: KernelCommand,
    host: KernelHost,
    connect: (events: ConnectionEvents) => KernelConnection,
  ) {
    this.command = command;
    this.#process = host;
    this.#connection = connect({
      onIopub: (message) => this.#onIopub(message),
      onInput: (request, message) => void this.#onInput(request, message),
      onWrongContent: (error) =>
        this.#running?.fail(new KernelReplyError(error.message)),
    });
    this.ended = host.exited.then(async (code) => {
      await this.#connection.close();
      return new KernelDiedError(code, host.stderr);
    });
  }

  /**
   * Waits until the kernel answers.
   *
   * A subscription takes a moment to arrive, and what is published before is
   * lost. So the kernel is asked until an answer comes on iopub too: a status,
   * or the welcome of protocol 5.5.
   *
   * @throws {KernelStartError} If it ends or does not answer in time.
   * @throws {KernelReplyError} If its answer breaks the protocol.
   */
  async answers(timeoutMs: number): Promise<void> {
    const ask = () => this.#connection.send("Shell", "kernel_info_request", {});
    const dead = this.ended.then((death) => {
      throw new KernelStartError(death.message);
    });
    let again: ReturnType<typeof setInterval> | undefined;
    const answer = this.kernelInfo().then(() => {
      again = setInterval(ask, ASK_AGAIN_MS);
      return this.#reached.promise;
    });
    try {
      if (await settled(Promise.race([answer, dead]), timeoutMs) !== LATE) {
        return;
      }
    } finally {
      clearInterval(again);
    }
    throw new KernelStartError(
      `${this.command.name} did not answer in ${timeoutMs} ms`,
    );
  }

  get name(): string {
    return this.command.name;
  }

  get displayName(): string {
    return this.command.displayName;
  }

  get language(): string {
    return this.command.language;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Asks what the kernel is. */
  async kernelInfo(): Promise<KernelInfoReply> {
    return await this.#ask("kernel_info_request", {}, parseKernelInfoReply);
  }

  /** Asks which errors no cell caught; see {@linkcode Kernel.background}. */
  async background(): Promise<BackgroundError[]> {
    if (!tellsBackground(await this.kernelInfo())) return [];
    return await this.#ask("background_request", {}, parseBackgroundReply);
  }

  /** Asks what may stand at a place of some code, in code points. */
  async complete(code: string, cursor_pos: number): Promise<CompleteReply> {
    const asked = { code, cursor_pos };
    return await this.#ask("complete_request", asked, parseCompleteReply);
  }

  /** Asks what is known of what stands at a place of some code, in code points. */
  async inspect(
    code: string,
    cursor_pos: number,
    detail_level: 0 | 1 = 0,
  ): Promise<InspectReply> {
    const asked = { code, cursor_pos, detail_level };
    return await this.#ask("inspect_request", asked, parseInspectReply);
  }

  /**
   * Runs code, one at a time.
   *
   * @returns The reply, once all output of the code has been given to
   *   `onOutput`. A failed cell is a reply with status `error`.
   * @throws {ExecutionTimeoutError} If it took too long. It was interrupted,
   *   twice if need be; a kernel that still does not answer is killed.
   * @throws {KernelDiedError} If the kernel died.
   */
  async execute(
    code: string,
    options: ExecuteOptions = {},
  ): Promise<ExecuteReply> {
    const execution = new Execution(options);
    const content: ExecuteRequest = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: options.onInput !== undefined,
      stop_on_error: options.stopOnError ?? true,
    };
    this.#running = execution;
    const msg_id = this.#connection.send(
      "Shell",
      "execute_request",
      content,
      (message) => execution.reply(message),
    );
    this.#executions.set(msg_id, execution);
    void this.ended.then((death) => execution.fail(death));
    // If the kernel has died, the execution itself says so.
    const interrupt = () => void this.interrupt().catch(() => {});
    const steps = [interrupt, interrupt, () => this.kill()];
    try {
      return await withDeadline(execution.done, options.timeout, steps);
    } finally {
      this.#running = undefined;
    }
  }

  /** Stops the running code; its own `execute` then ends. */
  async interrupt(): Promise<void> {
    if (this.command.interruptMode === "signal") {
      this.#process.signal("SIGINT");
    } else {
      await this.#request("Control", "interrupt_request", {});
    }
  }

  /** Ends the kernel, by force if it does not obey in 5 s. */
  async shutdown(): Promise<void> {
    // ipykernel reads no request while a cell keeps it busy.
    if (this.#running && this.command.interruptMode === "signal") {
      this.#process.signal("SIGINT");
    }
    this.#connection.send("Control", "shutdown_request", { restart: false });
    const timer = setTimeout(() => this.kill(), KERNEL_FAREWELL_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends the kernel by force; `ended` tells when. */
  kill(): void {
    this.#process.signal("SIGKILL");
  }

  /** Ends the kernel by force, and waits until nothing is left of it. */
  async destroy(): Promise<void> {
    this.kill();
    await this.ended;
  }

  /** @throws {KernelReplyError} If the reply is not what it should be. */
  async #ask<Reply>(
    type: string,
    asked: object,
    parse: (content: unknown) => Reply,
  ): Promise<Reply> {
    const { content } = await this.#request("Shell", type, asked);
    try {
      return parse(content);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      throw new KernelReplyError(error.message);
    }
  }

  async #request(
    channel: Channel,
    type: string,
    content: object,
  ): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#connection.send(channel, type, content, resolve);
    const death = this.ended.then((death) => {
      throw death;
    });
    return await Promise.race([promise, death]);
  }

  #onIopub(message: Message): void {
    this.#reached.resolve();
    this.#executions.get(message.parent_header.msg_id)?.iopub(message);
  }

  async #onInput(request: InputRequest, message: Message): Promise<void> {
    const value = await this.#running?.options.onInput?.(request);
    if (value !== undefined) this.#connection.answer(message, value);
  }
}
