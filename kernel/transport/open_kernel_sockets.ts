/**
 * Opens the kernel's five sockets.
 *
 * @module
 */

import type { ConnectionInfo } from "./connection_info.ts";
import { decodeKey } from "./curve_key.ts";
import type { KernelHandlers, KernelSockets } from "./kernel_sockets.ts";
import { ZmtpSockets } from "./zmtp/zmtp_sockets.ts";
import type * as Curve from "./zmtp/curve_mechanism.ts";
import { onDemand } from "../system/on_demand.ts";

/**
 * Binds all five sockets and starts to receive; with CURVE keys, encrypted.
 *
 * @throws {TransportError} If an address can't be bound.
 */
export async function openKernelSockets(
  info: ConnectionInfo,
  handlers: KernelHandlers,
): Promise<KernelSockets> {
  const { curve_publickey, curve_secretkey } = info;
  if (!curve_publickey || !curve_secretkey) {
    return ZmtpSockets.open(info, handlers);
  }
  // Loads a package, which is no part of a quick start.
  const { curveMechanism }: typeof Curve = await import(
    onDemand("./zmtp/curve_mechanism.ts")
  );
  const mechanism = curveMechanism({
    publicKey: decodeKey(curve_publickey)!,
    secretKey: decodeKey(curve_secretkey)!,
  });
  return ZmtpSockets.open(info, handlers, mechanism);
}
