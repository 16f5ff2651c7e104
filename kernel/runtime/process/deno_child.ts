/**
 * One Deno process that runs cells: its start, its DevTools session and its
 * end.
 *
 * @module
 */

import { LATE, settled } from "../../time/settled.ts";
import {
  bindingName,
  callText,
  type ChildCalls,
  isAwaited,
  readyText,
} from "../../bridge/child_calls.ts";
import type { Commands, EvaluateResult } from "../../cdp/domains.ts";
import { readSettings } from "../../config/read_settings.ts";
import { projectOf } from "../../config/project_flags.ts";
import { connectWebSocket } from "../../cdp/transport.ts";
import { CdpSession } from "../../cdp/session.ts";
import { isRestricted } from "./child_permissions.ts";
import { ChildStorage } from "./child_storage.ts";
import { DebuggerState } from "./debugger_state.ts";
import { descendants, signalAll } from "./descendants.ts";
import { letWorkersRun } from "./let_workers_run.ts";
import { RawOutput } from "./raw_output.ts";
import {
  type ChildOptions,
  readAddress,
  readToEnd,
  spawnDeno,
  startFailure,
} from "./spawn_deno.ts";

/** How long a process that nobody can reach may take to end by itself. */
const EXIT_MS = 1000;
/** In characters: three bytes each in UTF-8, and a write has 64 KiB. */
const LONG_LENGTH = 16 * 1024;

/**
 * Whether a command comes to Deno's inspector in pieces. If that has something
 * to say between two, it loses the first and ends the connection, and all
 * variables are lost. So the runtime has to be silent meanwhile.
 */
export function isLong(text: string): boolean {
  return text.length > LONG_LENGTH;
}

export class DenoChild {
  /** The global under which compiled cells find the child's functions. */
  readonly name: string;
  /** Fulfilled with the exit code when the process has ended. */
  readonly exited: Promise<number>;
  /** Whether a user debugs the cells, and whether they are paused. */
  readonly debugger: DebuggerState;
  #process: Deno.ChildProcess;

  private constructor(
    process: Deno.ChildProcess,
    name: string,
    readonly session: CdpSession,
    readonly stdout: RawOutput,
    readonly stderr: RawOutput,
    /** The deno.json that holds. */
    readonly config: string,
  ) {
    this.#process = process;
    this.name = name;
    this.debugger = new DebuggerState(session);
    this.exited = process.status.then((status) => status.code);
    session.on("NodeRuntime.waitingForDisconnect", () => session.close());
    // A closed connection with a living process is a runtime nobody can reach.
    session.closed.then(() => this.#endAfterClose());
  }

  get pid(): number {
    return this.#process.pid;
  }

  /**
   * Starts a child.
   *
   * @returns A function that waits until the child's program has run. If the
   *   child ends before that, it throws an error with what the child printed.
   */
  static async spawn(options: ChildOptions): Promise<() => Promise<DenoChild>> {
    const name = `$${crypto.randomUUID().replaceAll("-", "")}`;
    const { caches, permissions } = options;
    const restricted = isRestricted(permissions);
    // Each time: a cell may have written another configuration.
    const project = await projectOf({
      ...options,
      isRestricted: restricted,
      cache: caches.thaw,
    });
    const storage = restricted ? new ChildStorage() : undefined;
    const flags = [...project.flags, ...storage?.flags ?? []];
    const { colors } = await readSettings(project.config);
    const process = await spawnDeno(name, options, flags, colors);
    if (storage) process.status.then(() => storage.remove(caches.deno));
    return () => DenoChild.#connect(process, name, project.config);
  }

  static async #connect(
    process: Deno.ChildProcess,
    name: string,
    config: string,
  ): Promise<DenoChild> {
    const stderr = process.stderr.getReader();
    const { session, said } = await connect(process, stderr);
    const prefix = `\u0000${name}:`;
    const child = new DenoChild(
      process,
      name,
      session,
      new RawOutput(process.stdout.getReader(), prefix),
      new RawOutput(stderr, prefix),
      config,
    );
    let printed = said;
    child.stderr.direct((text) => printed += text);
    try {
      await child.#ready();
    } catch (error) {
      // Deno closes the connection before it says why it ends.
      await settled(child.exited, EXIT_MS);
      child.kill();
      await child.stderr.ended;
      throw new Error(startFailure(printed) || (error as Error).message);
    }
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
    await this.call("hush");
    const reply = send();
    // If this is rejected, so is the reply.
    this.call("speak").catch(() => {});
    return await reply;
  }

  /** Calls the child's program; see `ChildCalls`. */
  async call<Method extends keyof ChildCalls>(
    method: Method,
    ...args: Parameters<ChildCalls[Method]>
  ): Promise<Awaited<ReturnType<ChildCalls[Method]>>> {
    const text = callText(this.name, method, ...args);
    return await this.evaluate(text, isAwaited(method)) as Awaited<
      ReturnType<ChildCalls[Method]>
    >;
  }

  /** Evaluates an expression of the kernel's own and copies its value. */
  async evaluate(
    expression: string,
    awaitPromise = false,
  ): Promise<unknown> {
    const reply = await this.quietly(
      expression,
      () =>
        this.session.post("Runtime.evaluate", {
          expression,
          awaitPromise,
          returnByValue: true,
          silent: true,
          disableBreaks: true,
        }),
    );
    return valueOf(reply);
  }

  /** Calls a function of the kernel's own with a value as its `this`. */
  callOn(
    call: Commands["Runtime.callFunctionOn"][0],
  ): Promise<EvaluateResult> {
    return this.debugger.unpaused(() =>
      this.session.post("Runtime.callFunctionOn", call)
    );
  }

  /** Has V8 forget what it mirrored for a group. */
  release(objectGroup: string) {
    this.session.post("Runtime.releaseObjectGroup", { objectGroup })
      .catch(() => {
        // The runtime has ended, and its objects with it.
      });
  }

  /** Ends the process, and what its cells started and did not wait for. */
  kill() {
    const started = descendants(this.pid).map(({ pid }) => pid);
    signalAll([this.pid], "SIGKILL");
    signalAll(started, "SIGTERM");
  }

  /** The child's object exists once its program has run to the end. */
  async #ready() {
    const { session, name } = this;
    await session.post("Runtime.enable", {});
    await session.post("NodeRuntime.enable", {});
    letWorkersRun(session);
    await session.post("NodeRuntime.notifyWhenWaitingForDisconnect", {
      enabled: true,
    });
    await session.post("Runtime.addBinding", { name: bindingName(name) });
    await this.evaluate(readyText(name), true);
    await this.call("connect");
  }

  async #endAfterClose() {
    await settled(this.exited, EXIT_MS);
    this.kill();
  }
}

/** @throws {Error} If it threw. */
export function valueOf({ result, exceptionDetails }: EvaluateResult): unknown {
  if (!exceptionDetails) return result.value;
  const { exception, text } = exceptionDetails;
  throw new Error(exception?.description ?? text);
}

/**
 * @returns With what the process has printed so far.
 * @throws {Error} If the process ends before, with what it printed.
 */
async function connect(
  process: Deno.ChildProcess,
  stderr: ReadableStreamDefaultReader<Uint8Array>,
): Promise<{ session: CdpSession; said: string }> {
  const { address, said } = await readAddress(stderr);
  try {
    return { session: new CdpSession(await connectWebSocket(address)), said };
  } catch (error) {
    if (await settled(process.status, EXIT_MS) === LATE) {
      process.kill("SIGKILL");
    }
    const printed = said + await readToEnd(stderr);
    throw new Error(startFailure(printed) || (error as Error).message);
  }
}
