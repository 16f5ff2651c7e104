/**
 * A client of any language server that speaks over a pair of pipes. Knows
 * neither TypeScript nor cells.
 *
 * @module
 */

import { encodeFrame, FrameReader } from "./frames.ts";

/** The server refused a request, or is gone. */
class LspError extends Error {
  override name = "LspError";
  constructor(readonly method: string, readonly code: number, reason: string) {
    super(`${method} failed with code ${code}: ${reason}`);
  }
}

interface Incoming {
  id?: number | string;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { code: number; message: string };
}

interface Waiting {
  method: string;
  resolve(result: unknown): void;
  reject(error: LspError): void;
}

/** What is told of a connection that ended. */
const CLOSED = -32099;

export class LspClient {
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #settings: Record<string, unknown>;
  #next = 0;
  #waiting = new Map<number, Waiting>();
  #closed = false;

  /**
   * @param settings What the server is told when it asks for a section of its
   *   configuration.
   */
  constructor(
    pipes: {
      stdin: WritableStream<Uint8Array>;
      stdout: ReadableStream<Uint8Array>;
    },
    settings: Record<string, unknown> = {},
  ) {
    this.#settings = settings;
    this.#writer = pipes.stdin.getWriter();
    this.#read(pipes.stdout).catch(() => {}).finally(() => this.#end());
  }

  /** @throws {LspError} If the server refuses, or ends before it answers. */
  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#next;
    const answer = new Promise((resolve, reject) => {
      if (this.#closed) reject(new LspError(method, CLOSED, "it has ended"));
      else this.#waiting.set(id, { method, resolve, reject });
    });
    this.#send({ jsonrpc: "2.0", id, method, params });
    return answer;
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: "2.0", method, params });
  }

  async #read(stdout: ReadableStream<Uint8Array>) {
    const frames = new FrameReader();
    for await (const bytes of stdout) {
      for (const message of frames.push(bytes)) this.#take(message as Incoming);
    }
  }

  #take({ id, method, params, result, error }: Incoming) {
    // The server waits for the answers to its own requests.
    if (method !== undefined && id !== undefined) {
      const answer = method === "workspace/configuration"
        ? this.#configuration(params)
        : null;
      this.#send({ jsonrpc: "2.0", id, result: answer });
    } else if (method === undefined && typeof id === "number") {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (!waiting) return;
      if (!error) waiting.resolve(result);
      else {
        const { code, message } = error;
        waiting.reject(new LspError(waiting.method, code, message));
      }
    }
  }

  #configuration(params: Record<string, unknown> = {}) {
    const items = params.items as { section?: string }[] | undefined;
    return (items ?? []).map(({ section }) =>
      section === undefined ? this.#settings : this.#settings[section] ?? null
    );
  }

  #send(message: object) {
    // A server that is gone is seen by its standard output, which ends.
    this.#writer.write(encodeFrame(message)).catch(() => {});
  }

  #end() {
    this.#closed = true;
    for (const { method, reject } of this.#waiting.values()) {
      reject(new LspError(method, CLOSED, "it has ended"));
    }
    this.#waiting.clear();
  }
}
