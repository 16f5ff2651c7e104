/**
 * Opens the kernel's five sockets.
 *
 * Without encryption they speak ZMTP by Deno's own sockets (`zmtp/`), since
 * libzmq has no say in who may connect, in which subscriber is waited for, and
 * in what happens when there are no file descriptors left. With CURVE keys they
 * are libzmq's.
 *
 * @module
 */

import type { ConnectionInfo } from "./connection_info.ts";
import type { KernelHandlers, KernelSockets } from "./kernel_sockets.ts";
import { ZmtpSockets } from "./zmtp/zmtp_sockets.ts";

/**
 * Binds all five sockets and starts to receive.
 *
 * @throws {TransportError} If an address can't be bound.
 */
export async function openKernelSockets(
  info: ConnectionInfo,
  handlers: KernelHandlers,
): Promise<KernelSockets> {
  if (!info.curve_secretkey) return ZmtpSockets.open(info, handlers);
  // Loads zeromq, which is no part of a quick start.
  const { CurveSockets } = await import("./curve_sockets.ts");
  return CurveSockets.open(info, handlers);
}
