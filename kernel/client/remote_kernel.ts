/**
 * A kernel behind a Jupyter server or a Kernel Gateway: started and ended over
 * HTTP, spoken to over one WebSocket.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 *
 * @module
 */

import type WebSocket from "ws";
import {
  type BackgroundError,
  tellsBackground,
} from "../protocol/background.ts";
import type { ExecuteReply } from "../protocol/execution.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import { type Message, Session } from "../protocol/message.ts";
import {
  parseBackgroundReply,
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
import { withDeadline } from "./with_deadline.ts";
import { type Server, SERVER_PATIENCE_MS, ServerApi } from "./server_api.ts";
import { serverMessage } from "./server_message.ts";

/** Speaks to one kernel that a server started for it. */
export class RemoteKernel implements Kernel {
  readonly pid = undefined;
  readonly displayName: string;
  readonly #http: ServerApi;
  readonly #id: string;
  readonly #socket: WebSocket;
  readonly #session = new Session("thaw");
  readonly #replies = new Map<string, (message: Message) => void>();
  readonly #executions = new Map<string, Execution>();
  readonly #death = Promise.withResolvers<KernelDiedError>();
  #running: Execution | undefined;
  #ending: Promise<void> | undefined;
  language = "";

  private constructor(
    readonly name: string,
    http: ServerApi,
    id: string,
    socket: WebSocket,
  ) {
    this.displayName = name;
    this.#http = http;
    this.#id = id;
    this.#socket = socket;
    socket.on("message", (data: Uint8Array, isBinary: boolean) => {
      this.#take(data, isBinary);
    });
    const lost = () => this.#die("The connection to the server was lost");
    socket.on("close", lost);
    socket.on("error", lost);
  }

  /**
   * Has a kernel started, and waits until it answers.
   *
   * @param name The server's own default if there is none.
   * @throws {KernelStartError} If the server can't be reached, refuses, or has
   *   no such kernel.
   */
  static async start(
    server: Server,
    name: string | undefined,
  ): Promise<RemoteKernel> {
    const http = new ServerApi(server);
    const specs = await http.kernelNames();
    const chosen = name ?? specs.default;
    if (!specs.names.includes(chosen)) {
      throw new KernelStartError(
        `${http.origin} has no kernel ${chosen}; it has ` +
          `${specs.names.join(", ") || "none"}`,
      );
    }
    const id = await http.startKernel(chosen);
    try {
      const socket = await http.connect(id);
      const kernel = new RemoteKernel(chosen, http, id, socket);
      const info = await kernel.kernelInfo();
      if (info.status === "ok") kernel.language = info.language_info.name;
      return kernel;
    } catch (error) {
      await http.endKernel(id).catch(() => {});
      if (error instanceof KernelStartError) throw error;
      throw new KernelStartError(
        `${http.origin}: ${(error as Error).message}`,
      );
    }
  }

  /** Asks what the kernel is. */
  async kernelInfo(): Promise<KernelInfoReply> {
    return parseKernelInfoReply(await this.#ask("kernel_info_request"));
  }

  /** Asks which errors no cell caught; see {@linkcode Kernel.background}. */
  async background(): Promise<BackgroundError[]> {
    if (!tellsBackground(await this.kernelInfo())) return [];
    return parseBackgroundReply(await this.#ask("background_request"));
  }

  async #ask(type: string): Promise<Message["content"]> {
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#replies.set(this.#send(type, {}), resolve);
    const dead = this.#death.promise.then((death) => {
      throw death;
    });
    const answer = await settled(
      Promise.race([promise, dead]),
      SERVER_PATIENCE_MS,
    );
    if (answer === LATE) {
      throw new KernelStartError(`${this.name} did not answer in time`);
    }
    return answer.content;
  }

  /**
   * Runs code, one at a time; see {@linkcode Kernel.execute}.
   */
  async execute(
    code: string,
    options: ExecuteOptions = {},
  ): Promise<ExecuteReply> {
    const execution = new Execution(options);
    const id = this.#send("execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: options.stopOnError ?? true,
    });
    this.#executions.set(id, execution);
    this.#replies.set(id, (message) => execution.reply(message));
    this.#running = execution;
    void this.#death.promise.then((death) => execution.fail(death));
    try {
      return await withDeadline(execution.done, options.timeout, [
        () => void this.#http.interrupt(this.#id).catch(() => {}),
        () => void this.destroy(),
      ]);
    } finally {
      this.#running = undefined;
    }
  }

  /** Has the server end the kernel. */
  async shutdown(): Promise<void> {
    await this.destroy();
  }

  /** The same, as only the server decides how a kernel ends. */
  destroy(): Promise<void> {
    // Who asks again waits, too: a run that a signal ends would exit before the
    // server is told, and the kernel would stay.
    return this.#ending ??= this.#end();
  }

  async #end(): Promise<void> {
    this.#socket.terminate();
    this.#die("The kernel was ended");
    await this.#http.endKernel(this.#id).catch(() => {});
  }

  #die(reason: string): void {
    this.#death.resolve(new KernelDiedError(1, reason));
  }

  #send(type: string, content: object): string {
    const message = this.#session.message(type, content);
    const text = JSON.stringify({ ...message, channel: "shell", buffers: [] });
    this.#socket.send(text);
    return message.header.msg_id;
  }

  #take(data: Uint8Array, isBinary: boolean): void {
    try {
      this.#handle(serverMessage(data, isBinary));
    } catch (error) {
      const isFault = error instanceof ContentError ||
        error instanceof SyntaxError || error instanceof RangeError ||
        error instanceof TypeError;
      if (!isFault) throw error;
      this.#running?.fail(new KernelReplyError(error.message));
    }
  }

  #handle(message: Message & { channel?: string }): void {
    const id = message.parent_header?.msg_id;
    if (message.channel === "shell") {
      this.#replies.get(id)?.(message);
      this.#replies.delete(id);
      return;
    }
    if (message.channel !== "iopub") return;
    const state = message.content.execution_state;
    if (message.header.msg_type === "status" && state === "dead") {
      this.#die("It ended on the server");
    }
    if (message.header.msg_type === "status" && state === "restarting") {
      this.#die("It ended on the server, which started it again");
    }
    this.#executions.get(id)?.iopub(message);
  }
}
