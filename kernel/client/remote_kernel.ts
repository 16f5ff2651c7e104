/**
 * A kernel behind a Jupyter server or a Kernel Gateway: started and ended over
 * HTTP, spoken to over one WebSocket.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 *
 * @module
 */

import WebSocket from "ws";
import { parseExactJson } from "../notebook/exact_json.ts";
import type { ExecuteReply } from "../protocol/execution.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import { type Message, Session } from "../protocol/message.ts";
import { parseKernelInfoReply } from "../protocol/parse_reply.ts";
import { ContentError } from "../protocol/shape.ts";
import {
  ExecutionTimeoutError,
  KernelDiedError,
  KernelReplyError,
  KernelStartError,
} from "./client_errors.ts";
import { type ExecuteOptions, Execution } from "./execution.ts";
import type { Kernel } from "./kernel.ts";

/** How long the server may take to answer, and a kernel to start. */
const PATIENCE_MS = 60_000;

/** How long an interrupted cell may take to end. */
const GRACE_MS = 5000;

/** How often a server is asked to end a kernel that it starts again. */
const END_TRIES = 10;
const END_PAUSE_MS = 500;

/** A server's address and token. */
export interface Server {
  url: string;
  token: string | undefined;
}

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
  #ended = false;
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
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#replies.set(this.#send("kernel_info_request", {}), resolve);
    const slow = AbortSignal.timeout(PATIENCE_MS);
    const late = new Promise<never>((_, reject) =>
      slow.addEventListener(
        "abort",
        () =>
          reject(new KernelStartError(`${this.name} did not answer in time`)),
      )
    );
    const dead = this.#death.promise.then((death) => {
      throw death;
    });
    const { content } = await Promise.race([promise, dead, late]);
    return parseKernelInfoReply(content);
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
    const { timeout } = options;
    let late = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (timeout !== undefined) {
      timer = setTimeout(() => {
        late = true;
        void this.#http.interrupt(this.#id).catch(() => {});
        timer = setTimeout(() => void this.destroy(), GRACE_MS);
      }, timeout);
    }
    try {
      const reply = await execution.done;
      if (late) throw new ExecutionTimeoutError(timeout!);
      return reply;
    } catch (error) {
      if (late) throw new ExecutionTimeoutError(timeout!);
      throw error;
    } finally {
      clearTimeout(timer);
      this.#running = undefined;
    }
  }

  /** Has the server end the kernel. */
  async shutdown(): Promise<void> {
    await this.destroy();
  }

  /** The same: how it ends is the server's affair. */
  async destroy(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
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
      const message = isBinary ? fromBytes(data) : fromText(data);
      this.#handle(message);
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

function fromText(data: Uint8Array): Message {
  const message = parseExactJson(new TextDecoder().decode(data)) as Message;
  return { ...message, buffers: [] };
}

/** With buffers: how many parts, where each begins, the parts. */
function fromBytes(data: Uint8Array): Message {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const parts = view.getUint32(0);
  const starts = Array.from(
    { length: parts },
    (_, index) => view.getUint32(4 * (index + 1)),
  );
  const [json, ...buffers] = starts.map((start, index) =>
    data.subarray(start, starts[index + 1] ?? data.length)
  );
  return { ...fromText(json), buffers };
}

/** The part of the server's REST API that a run needs. */
class ServerApi {
  readonly origin: string;
  readonly #base: string;
  readonly #headers: Record<string, string>;

  constructor({ url, token }: Server) {
    const base = new URL(url);
    const given = token ?? base.searchParams.get("token") ?? undefined;
    base.search = "";
    base.hash = "";
    if (!base.pathname.endsWith("/")) base.pathname += "/";
    this.#base = base.href;
    this.origin = base.origin;
    this.#headers = given ? { authorization: `token ${given}` } : {};
  }

  async kernelNames(): Promise<{ names: string[]; default: string }> {
    const specs = await this.#call("GET", "api/kernelspecs") as {
      default?: string;
      kernelspecs?: Record<string, unknown>;
    };
    return {
      names: Object.keys(specs.kernelspecs ?? {}).sort(),
      default: String(specs.default ?? "python3"),
    };
  }

  async startKernel(name: string): Promise<string> {
    const kernel = await this.#call("POST", "api/kernels", { name });
    return String((kernel as { id?: unknown }).id);
  }

  async interrupt(id: string): Promise<void> {
    await this.#call("POST", `api/kernels/${encodeURIComponent(id)}/interrupt`);
  }

  /** A server that starts a dead kernel again may not hear it at once. */
  async endKernel(id: string): Promise<void> {
    const path = `api/kernels/${encodeURIComponent(id)}`;
    for (let tries = 0; tries < END_TRIES; tries++) {
      await this.#call("DELETE", path).catch(() => {});
      const left = await this.#call("GET", path).catch(() => undefined);
      if (left === undefined) return;
      await new Promise((resolve) => setTimeout(resolve, END_PAUSE_MS));
    }
  }

  async connect(id: string): Promise<WebSocket> {
    const path = `api/kernels/${encodeURIComponent(id)}/channels`;
    const url = new URL(path, this.#base.replace(/^http/, "ws"));
    url.searchParams.set("session_id", crypto.randomUUID());
    const socket = new WebSocket(url.href, {
      headers: this.#headers,
      maxPayload: 0,
      handshakeTimeout: PATIENCE_MS,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return socket;
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#base), {
        method,
        headers: { ...this.#headers, "content-type": "application/json" },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
        // A page to log in at is no answer.
        redirect: "manual",
      });
    } catch (error) {
      const { cause, message } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      throw new KernelStartError(`${this.origin} can't be reached: ${reason}`);
    }
    const text = await response.text();
    if (
      response.status === 401 || response.status === 403 ||
      response.status === 302
    ) {
      throw new KernelStartError(
        `${this.origin} refuses the token; give --token or JUPYTER_TOKEN`,
      );
    }
    if (!response.ok) {
      throw new KernelStartError(
        `${this.origin} answers ${response.status} to ${method} ${path}`,
      );
    }
    try {
      return text === "" ? undefined : JSON.parse(text);
    } catch {
      throw new KernelStartError(`${this.origin} is no Jupyter server`);
    }
  }
}
