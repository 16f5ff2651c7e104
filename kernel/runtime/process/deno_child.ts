/**
 * One Deno process that runs cells: its start, its DevTools session and its
 * end.
 *
 * @module
 */

import { connectWebSocket } from "../../cdp/transport.ts";
import { CdpSession } from "../../cdp/session.ts";
import { descendants, signalAll } from "./descendants.ts";
import { RawOutput } from "./raw_output.ts";
import { type ChildOptions, readAddress, spawnDeno } from "./spawn_deno.ts";

/** In characters: three bytes each in UTF-8, and a write has 64 KiB. */
const LONG = 16 * 1024;

/**
 * Whether a command comes to Deno's inspector in pieces. If that has something
 * to say between two, it loses the first and ends the connection, and all
 * variables are lost. So the runtime has to be silent meanwhile.
 */
export function isLong(text: string): boolean {
  return text.length > LONG;
}

export class DenoChild {
  /** The global under which cells find the bootstrap's functions. */
  readonly name: string;
  /** Fulfilled with the exit code when the process has ended. */
  readonly exited: Promise<number>;
  #process: Deno.ChildProcess;

  private constructor(
    process: Deno.ChildProcess,
    name: string,
    readonly session: CdpSession,
    readonly stdout: RawOutput,
    readonly stderr: RawOutput,
  ) {
    this.#process = process;
    this.name = name;
    this.exited = process.status.then((status) => status.code);
    session.on("NodeRuntime.waitingForDisconnect", () => session.close());
    // A closed connection with a living process is a runtime nobody can reach.
    session.closed.then(() => this.#endAfterClose());
  }

  get pid(): number {
    return this.#process.pid;
  }

  /**
   * Starts a child and waits until its bootstrap has run.
   *
   * @throws {Error} If it ends before that, with what it printed.
   */
  static async start(options: ChildOptions): Promise<DenoChild> {
    const name = `$${crypto.randomUUID().replaceAll("-", "")}`;
    const process = spawnDeno(name, options);
    const stderr = process.stderr.getReader();
    const session = new CdpSession(
      await connectWebSocket(await readAddress(stderr)),
    );
    const prefix = `\u0000${name}:`;
    const child = new DenoChild(
      process,
      name,
      session,
      new RawOutput(process.stdout.getReader(), prefix),
      new RawOutput(stderr, prefix),
    );
    await session.post("Runtime.enable", {});
    await session.post("NodeRuntime.enable", {});
    await session.post("NodeRuntime.notifyWhenWaitingForDisconnect", {
      enabled: true,
    });
    await child.#ready();
    return child;
  }

  /**
   * Sends what may be long, in silence if it is: see `isLong()`.
   *
   * @param text The long part of it.
   * @param send Posts it, and nothing else.
   */
  async quietly<T>(text: string, send: () => Promise<T>): Promise<T> {
    if (!isLong(text)) return await send();
    await this.evaluate(`${this.name}.hush()`);
    const reply = send();
    // If this is rejected, so is the reply.
    this.evaluate(`${this.name}.speak()`).catch(() => {});
    return await reply;
  }

  /** Evaluates an expression of the kernel's own and copies its value. */
  async evaluate(
    expression: string,
    awaitPromise = false,
  ): Promise<unknown> {
    const { result, exceptionDetails } = await this.quietly(
      expression,
      () =>
        this.session.post("Runtime.evaluate", {
          expression,
          awaitPromise,
          returnByValue: true,
          silent: true,
        }),
    );
    if (exceptionDetails) {
      const { exception, text } = exceptionDetails;
      throw new Error(exception?.description ?? text);
    }
    return result.value;
  }

  /** Ends the process, and what its cells started and did not wait for. */
  kill() {
    const started = descendants(this.pid).map(({ pid }) => pid);
    signalAll([this.pid], "SIGKILL");
    signalAll(started, "SIGTERM");
  }

  /** The bootstrap's object exists once its module has run to the end. */
  async #ready() {
    await this.session.post("Runtime.addBinding", {
      name: `${this.name}_emit`,
    });
    for (;;) {
      const ready = await this.evaluate(
        `typeof ${this.name} === "object" && (${this.name}.connect(), true)`,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async #endAfterClose() {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, 1000);
    await Promise.race([this.exited, promise]);
    clearTimeout(timer);
    this.kill();
  }
}
