/**
 * A client of one kernel: starts it, asks it, and knows when it died.
 *
 * @module
 */

import type { CompleteReply, InspectReply } from "../protocol/introspection.ts";
import type { ExecuteReply, ExecuteRequest } from "../protocol/execution.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import type { Message } from "../protocol/message.ts";
import type { InputRequest } from "../protocol/stdin.ts";
import {
  parseCompleteReply,
  parseInspectReply,
  parseKernelInfoReply,
} from "../protocol/parse_reply.ts";
import { LATE, settled } from "../time/settled.ts";
import { Signer } from "../wire/signer.ts";
import {
  KernelDiedError,
  KernelReplyError,
  KernelStartError,
} from "./client_errors.ts";
import { type ExecuteOptions, Execution } from "./execution.ts";
import type { Kernel } from "./kernel.ts";
import { findKernel, type KernelCommand, ownKernel } from "./kernel_command.ts";
import {
  type Channel,
  type ConnectionEvents,
  KernelConnection,
} from "./kernel_connection.ts";
import type { KernelHost } from "./kernel_host.ts";
import { KernelProcess } from "./kernel_process.ts";
import { withDeadline } from "./with_deadline.ts";
import type * as Sockets from "../transport/client_sockets.ts";
import type * as Hosted from "./hosted_kernel.ts";
import { onDemand } from "../system/on_demand.ts";

/** Which kernel to start and where. */
export interface StartOptions {
  /** An installed kernel's name, or how to start it. Default: this checkout's own. */
  kernel?: string | KernelCommand;
  /** The kernel's working directory. Default: the client's. */
  cwd?: string;
  /** How long it may take to answer, in ms. Default 60 s. */
  timeout?: number;
}

/** How long a kernel may take to answer, in ms. */
const START_MS = 60_000;

/**
 * How often the kernel is asked, in ms, until a message on its iopub shows that
 * the subscription has arrived.
 */
const ASK_AGAIN_MS = 250;

/** How often a kernel is started whose ports somebody else took meanwhile. */
const START_TRIES = 3;

/** How long a kernel may take to end after it was asked to, in ms. */
const KERNEL_FAREWELL_MS = 5000;

/** Speaks to one kernel that it started. */
export class KernelClient implements Kernel {
  readonly command: KernelCommand;
  /** Resolves when the kernel's process has ended, however it came to it. */
  readonly ended: Promise<KernelDiedError>;
  readonly #process: KernelHost;
  readonly #connection: KernelConnection;
  readonly #executions = new Map<string, Execution>();
  readonly #reached = Promise.withResolvers<void>();
  #running: Execution | undefined;

  private constructor(
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
   * Starts a kernel and waits until it answers.
   *
   * @throws {KernelStartError} If there is no such kernel, it can't be
   *   started, it ends at once or does not answer in time.
   */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const { kernel = ownKernel() } = options;
    const command = typeof kernel === "string" ? findKernel(kernel) : kernel;
    for (let tries = 1;; tries++) {
      const process = await KernelProcess.start(
        command,
        options.cwd ?? Deno.cwd(),
      );
      // ZeroMQ is loaded while the kernel starts.
      const { ClientSockets }: typeof Sockets = await import(
        onDemand("../transport/client_sockets.ts")
      );
      const { info } = process;
      const client = new KernelClient(
        command,
        process,
        (events) =>
          new KernelConnection(
            new Signer(info.key, info.signature_scheme),
            (handlers, identity) =>
              ClientSockets.open(info, handlers, identity),
            events,
          ),
      );
      try {
        await client.#connect(options.timeout ?? START_MS);
        return client;
      } catch (error) {
        client.kill();
        await client.ended;
        if (tries === START_TRIES || !process.hasTakenPort) throw error;
      }
    }
  }

  /**
   * Starts one of our own kernels in this process; see {@linkcode HostedKernel}.
   *
   * @param cwd The kernel's working directory.
   * @param timeout How long it may take to answer, in ms.
   * @throws {KernelStartError} If it does not answer in time.
   */
  static async host(
    command: KernelCommand,
    cwd: string,
    timeout = START_MS,
  ): Promise<KernelClient> {
    const { HostedKernel }: typeof Hosted = await import(
      onDemand("./hosted_kernel.ts")
    );
    const kernel = await HostedKernel.start(command, cwd);
    const client = new KernelClient(
      command,
      kernel,
      (events) =>
        new KernelConnection(HostedKernel.signer(), kernel.connect, events),
    );
    try {
      await client.#connect(timeout);
    } catch (error) {
      await client.destroy();
      throw error;
    }
    // The first cell's time is its own, and so is its limit.
    await kernel.ready;
    return client;
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
    const { content } = await this.#request("Shell", "kernel_info_request", {});
    return parseKernelInfoReply(content);
  }

  /** Asks what may stand at a place of some code, in code points. */
  async complete(code: string, cursor_pos: number): Promise<CompleteReply> {
    const asked = { code, cursor_pos };
    const { content } = await this.#request("Shell", "complete_request", asked);
    return parseCompleteReply(content);
  }

  /** Asks what is known of what stands at a place of some code, in code points. */
  async inspect(
    code: string,
    cursor_pos: number,
    detail_level: 0 | 1 = 0,
  ): Promise<InspectReply> {
    const asked = { code, cursor_pos, detail_level };
    const { content } = await this.#request("Shell", "inspect_request", asked);
    return parseInspectReply(content);
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

  // A subscription takes a moment to arrive, and what is published before is
  // lost. So the kernel is asked until an answer comes on iopub too: a status,
  // or the welcome of protocol 5.5.
  async #connect(timeout: number): Promise<void> {
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
      if (await settled(Promise.race([answer, dead]), timeout) !== LATE) return;
    } finally {
      clearInterval(again);
    }
    throw new KernelStartError(
      `${this.command.name} did not answer in ${timeout} ms`,
    );
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
