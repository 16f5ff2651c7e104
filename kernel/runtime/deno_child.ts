/**
 * One Deno process that runs cells: its start, its DevTools session and its
 * end.
 *
 * @module
 */

import { connectWebSocket } from "../cdp/transport.ts";
import { CdpSession } from "../cdp/session.ts";
import { descendants, signalAll } from "./descendants.ts";
import { RawOutput } from "./raw_output.ts";

export interface ChildOptions {
  /** Where cells run: the notebook's folder. */
  folder: string;
  /** Deno's permission flags for cells, such as `--allow-net`. */
  permissions: string[];
  /** The `deno.json` that gives bare imports their meaning. */
  config: string;
  /** Most of the JavaScript heap, in MiB; beyond it ends with code 133. */
  heapLimit: number;
  /** A lock file the child may write to; none: the config's own. */
  lock?: string;
}

const BOOTSTRAP = new URL("bootstrap/main.ts", import.meta.url).href;
const ADDRESS = /(ws:\/\/\S+)\r?\n/;

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
    const process = spawn(name, options);
    preferForOutOfMemory(process.pid);
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

  /** Evaluates an expression of the kernel's own and copies its value. */
  async evaluate(
    expression: string,
    awaitPromise = false,
  ): Promise<unknown> {
    const { result, exceptionDetails } = await this.session.post(
      "Runtime.evaluate",
      { expression, awaitPromise, returnByValue: true, silent: true },
    );
    if (exceptionDetails) {
      const { exception, text } = exceptionDetails;
      throw new Error(exception?.description ?? text);
    }
    return result.value;
  }

  /** Ends the process, and what its cells started and did not wait for. */
  kill() {
    const started = descendants(this.pid);
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

function spawn(name: string, options: ChildOptions): Deno.ChildProcess {
  const env: Record<string, string> = { DENO_NO_UPDATE_CHECK: "1" };
  // Front ends show colours although the pipes are no terminals.
  const colours = !Deno.noColor && !Deno.env.has("FORCE_COLOR");
  if (colours) env.FORCE_COLOR = "1";
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--inspect=127.0.0.1:0",
      "--inspect-publish-uid=stderr",
      "--no-prompt",
      `--v8-flags=--max-old-space-size=${options.heapLimit}`,
      "--config",
      options.config,
      ...(options.lock ? ["--lock", options.lock, "--frozen=false"] : []),
      ...options.permissions,
      BOOTSTRAP,
      name,
      ...(colours ? ["forget-force-color"] : []),
    ],
    cwd: options.folder,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The DevTools address, which is printed here and can be asked for nowhere. */
async function readAddress(
  stderr: ReadableStreamDefaultReader<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await stderr.read();
    if (done) throw new Error(`The runtime did not start: ${text.trim()}`);
    text += decoder.decode(value, { stream: true });
    const found = ADDRESS.exec(text);
    if (found && text.endsWith("\n")) return found[1];
  }
}

/** Where memory runs out, the system ends the cells' process, not the kernel. */
function preferForOutOfMemory(pid: number) {
  if (Deno.build.os !== "linux") return;
  try {
    Deno.writeTextFileSync(`/proc/${pid}/oom_score_adj`, "500");
  } catch {
    // Already gone, or a container forbids it: it only makes things better.
  }
}
