/**
 * The part of a Jupyter server's REST API that a run needs.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html
 *
 * @module
 */

import WebSocket from "ws";
import { KernelStartError } from "./client_errors.ts";

/** How long the server may take to answer, and a kernel to start. */
export const SERVER_PATIENCE_MS = 60_000;

/** How often a server is asked to end a kernel that it starts again. */
const END_TRIES = 10;
const END_PAUSE_MS = 500;

/** A server's address and token. */
export interface Server {
  /** Ends in a slash. */
  url: string;
  token: string | undefined;
}

/** Starts, interrupts and ends kernels of one server. */
export class ServerApi {
  readonly origin: string;
  readonly #base: string;
  readonly #headers: Record<string, string>;

  constructor({ url, token }: Server) {
    this.#base = url;
    this.origin = new URL(url).origin;
    this.#headers = token ? { authorization: `token ${token}` } : {};
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

  /** Tries again: a server that is restarting the kernel misses a request. */
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
      handshakeTimeout: SERVER_PATIENCE_MS,
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
        signal: AbortSignal.timeout(SERVER_PATIENCE_MS),
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
