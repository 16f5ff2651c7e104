/**
 * Starts a kernel for a client: as a process of its own, or one of ours in this
 * process.
 *
 * @module
 */

import { onDemand } from "../system/on_demand.ts";
import type * as Sockets from "../transport/client_sockets.ts";
import { Signer } from "../wire/signer.ts";
import type * as Hosted from "./hosted_kernel.ts";
import { KernelClient } from "./kernel_client.ts";
import { findKernel, type KernelCommand, ownKernel } from "./kernel_command.ts";
import { KernelConnection } from "./kernel_connection.ts";
import { KernelProcess } from "./kernel_process.ts";

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

/** How often a kernel is started again if another program took its ports. */
const START_TRIES = 3;

/**
 * Starts a kernel and waits until it answers.
 *
 * @throws {KernelStartError} If there is no such kernel, it can't be started,
 * it ends at once or does not answer in time.
 * @throws {KernelReplyError} If its answer breaks the protocol.
 */
export async function startKernel(
  options: StartOptions = {},
): Promise<KernelClient> {
  const { kernel = ownKernel() } = options;
  const command = typeof kernel === "string" ? findKernel(kernel) : kernel;
  for (let tries = 1;; tries++) {
    const process = await KernelProcess.start(
      command,
      options.cwd ?? Deno.cwd(),
    );
    const client = await clientOf(process, command);
    try {
      await client.answers(options.timeout ?? START_MS);
      return client;
    } catch (error) {
      client.kill();
      await client.ended;
      if (tries === START_TRIES || !process.hasTakenPort) throw error;
    }
  }
}

async function clientOf(
  process: KernelProcess,
  command: KernelCommand,
): Promise<KernelClient> {
  // ZeroMQ is loaded while the kernel starts.
  const { ClientSockets }: typeof Sockets = await import(
    onDemand("../transport/client_sockets.ts")
  );
  const { info } = process;
  return new KernelClient(
    command,
    process,
    (events) =>
      new KernelConnection(
        new Signer(info.key, info.signature_scheme),
        (handlers, identity) => ClientSockets.open(info, handlers, identity),
        events,
      ),
  );
}

/**
 * Starts one of our own kernels in this process, and waits until its cells need
 * not wait for anything to start; see `HostedKernel`.
 *
 * @param cwd The kernel's working directory.
 * @throws {KernelStartError} If it does not answer in time.
 */
export async function hostKernel(
  command: KernelCommand,
  cwd: string,
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
  await client.answers(START_MS);
  // Otherwise the start would count as the first cell's time, and to its limit.
  await kernel.ready;
  return client;
}
