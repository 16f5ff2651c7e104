/**
 * One of our own kernels in this process: it saves the start of another, and
 * many notebooks load TypeScript once. Cells run in a process of their own all
 * the same, and client and kernel send each other the usual messages.
 *
 * @module
 */

import { resolve } from "node:path";
import { type ServedKernel, serveKernel } from "../dispatch/served_kernel.ts";
import { surviveErrors } from "../dispatch/survive_errors.ts";
import { History } from "../history/history.ts";
import type {
  ClientHandlers,
  ClientOutlets,
} from "../transport/client_outlets.ts";
import { MemorySockets } from "../transport/memory_sockets.ts";
import { Signer } from "../wire/signer.ts";
import { type KernelCommand, permissionsOf } from "./kernel_command.ts";
import type { KernelHost } from "./kernel_host.ts";

/** A process that was killed has this exit code. */
const KILLED = 137;

export class HostedKernel implements KernelHost {
  readonly exited: Promise<number>;
  /** Its log is this process's. */
  readonly stderr = "";
  readonly #kernel: ServedKernel;
  readonly #killed = Promise.withResolvers<number>();

  private constructor(
    kernel: ServedKernel,
    /** Connects its one client; see {@linkcode MemorySockets.connect}. */
    readonly connect: (
      client: ClientHandlers,
      identity: string,
    ) => ClientOutlets,
  ) {
    this.#kernel = kernel;
    const closed = kernel.ending.then(async () => {
      await kernel.close();
      return 0;
    });
    this.exited = Promise.race([closed, this.#killed.promise]);
  }

  /** Signs nothing: nobody else could send it anything. */
  static signer(): Signer {
    return new Signer("", "hmac-sha256");
  }

  /**
   * @param command One of ours.
   * @param cwd The kernel's working directory.
   */
  static async start(
    command: KernelCommand,
    cwd: string,
  ): Promise<HostedKernel> {
    surviveErrors();
    const { promise, resolve: opened } = Promise.withResolvers<MemorySockets>();
    const kernel = await serveKernel({
      folder: resolve(cwd),
      permissions: permissionsOf(command.argv),
      // Cells of every other kernel have this variable too.
      env: { ...command.env, JPY_PARENT_PID: String(Deno.pid) },
      signer: HostedKernel.signer(),
      // In memory only: nobody asks this kernel for its history.
      history: new History(undefined),
      open: (handlers) => {
        const sockets = new MemorySockets(handlers);
        opened(sockets);
        return sockets;
      },
    });
    const sockets = await promise;
    return new HostedKernel(
      kernel,
      (client, identity) => sockets.connect(client, identity),
    );
  }

  /** Resolves when cells need not wait for anything to start. */
  get ready(): Promise<void> {
    return this.#kernel.ready;
  }

  get pid(): number | undefined {
    return this.#kernel.pid;
  }

  signal(signal: Deno.Signal): void {
    if (signal !== "SIGKILL") return this.#kernel.interrupt();
    void this.#kernel.kill().finally(() => this.#killed.resolve(KILLED));
  }
}
