/**
 * A kernel's process and its connection file.
 *
 * @module
 */

import { dirname } from "node:path";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";
import { withoutInspector } from "../config/without_inspector.ts";
import { CHANNELS, type ConnectionInfo } from "../transport/connection_info.ts";
import { KernelStartError } from "./client_errors.ts";
import type { KernelCommand } from "./kernel_command.ts";
import type { KernelHost } from "./kernel_host.ts";
import { Lifeline } from "./lifeline.ts";
import { privateFile } from "./private_file.ts";

/** Where kernels listen: for this machine alone. */
const HOST = "127.0.0.1";

/** How much of the end of its stderr is kept, in characters. */
const TAIL_LENGTH = 4000;

/** How long, in ms, what outlives a kernel may keep its stderr from ending. */
const LAST_WORDS_MS = 500;

/** A kernel in a process of its own. */
export class KernelProcess implements KernelHost {
  readonly exited: Promise<number>;
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;
  readonly #lifeline: Lifeline | undefined;
  #stderr = "";

  private constructor(
    readonly info: ConnectionInfo,
    child: Deno.ChildProcess,
    folder: string,
    lifeline: Lifeline | undefined,
  ) {
    this.#child = child;
    this.#folder = folder;
    this.#lifeline = lifeline;
    this.exited = this.#wait();
  }

  /**
   * Starts a kernel in a process group of its own, so that a Ctrl-C in the
   * terminal is for the client alone. It ends when the client is killed, by the
   * client's process id that it is told or by a {@linkcode Lifeline}.
   *
   * @param cwd Its working directory.
   * @throws {KernelStartError} If the program can't be run.
   */
  static async start(
    command: KernelCommand,
    cwd: string,
  ): Promise<KernelProcess> {
    const info: ConnectionInfo = {
      ...freePorts(),
      transport: "tcp",
      ip: HOST,
      key: crypto.randomUUID(),
      signature_scheme: "hmac-sha256",
      kernel_name: command.name,
    };
    const path = await privateFile("connection.json", JSON.stringify(info));
    const folder = dirname(path);
    const [program, ...args] = command.argv.map((part) =>
      part.replaceAll("{connection_file}", path)
    );
    try {
      const child = new Deno.Command(program, {
        args,
        cwd,
        env: {
          ...withoutInspector(),
          ...command.env,
          JPY_PARENT_PID: String(Deno.pid),
        },
        stdin: "null",
        stdout: "null",
        stderr: "piped",
        detached: true,
      }).spawn();
      // Our own kernels end by themselves when the client is gone.
      const lifeline = command.isOurs ? undefined : new Lifeline(child.pid);
      return new KernelProcess(info, child, folder, lifeline);
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      const reason = (error as Error).message;
      throw new KernelStartError(`Can't start ${command.name}: ${reason}`);
    }
  }

  /** Its process id, which is its group's, too. */
  get pid(): number {
    return this.#child.pid;
  }

  get stderr(): string {
    return stripVTControlCharacters(this.#stderr).trim();
  }

  /**
   * Whether another process took one of its ports first. Asked once the kernel
   * has ended: it says so, in the system's words, or somebody listens there.
   */
  get hasTakenPort(): boolean {
    return /address (already )?in use/i.test(this.#stderr) ||
      CHANNELS.some((channel) => !isFree(this.info[`${channel}_port`]));
  }

  /**
   * Sends a signal to it and to what it started, as Jupyter does; does nothing
   * if it has ended.
   */
  signal(signal: Deno.Signal): void {
    try {
      if (Deno.build.os === "windows") this.#child.kill(signal);
      else process.kill(-this.#child.pid, signal);
    } catch {
      // It has ended.
    }
  }

  async #wait(): Promise<number> {
    const reader = this.#child.stderr.pipeThrough(new TextDecoderStream())
      .getReader();
    const read = this.#readStderr(reader);
    const { code } = await this.#child.status;
    await this.#lifeline?.cut();
    const timer = setTimeout(() => reader.cancel(), LAST_WORDS_MS);
    await read;
    clearTimeout(timer);
    await Deno.remove(this.#folder, { recursive: true });
    return code;
  }

  async #readStderr(
    reader: ReadableStreamDefaultReader<string>,
  ): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#stderr = (this.#stderr + value).slice(-TAIL_LENGTH);
    }
  }
}

/**
 * Where ports are chosen: below those that Linux, macOS and Windows give to
 * outgoing connections. Among them another program's connection may take one
 * before the kernel listens, and a client that asks too early is, now and
 * then, connected to itself.
 */
const PORTS = { first: 10_000, count: 22_000 };

/**
 * Ports nobody listens on now; until the kernel does, another process may. A
 * kernel could choose them itself and write them to the connection file, but
 * only ipykernel is known to.
 */
function freePorts(): Record<`${typeof CHANNELS[number]}_port`, number> {
  const ports = new Set<number>();
  while (ports.size < CHANNELS.length) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (isFree(port)) ports.add(port);
  }
  return Object.fromEntries(
    [...ports].map((port, index) => [`${CHANNELS[index]}_port`, port]),
  ) as Record<`${typeof CHANNELS[number]}_port`, number>;
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: HOST, port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
