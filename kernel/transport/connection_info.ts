/**
 * The connection file: where a kernel listens and the secret its clients
 * share. Spelled as jupyter_client writes it.
 *
 * @module
 */

import { TransportError } from "./transport_error.ts";

/** The five sockets of a kernel. */
export const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"] as const;

/** One of the five sockets of a kernel. */
export type ChannelName = typeof CHANNELS[number];

/** What a connection file says. */
export interface ConnectionInfo extends Record<`${ChannelName}_port`, number> {
  transport: "tcp" | "ipc";
  /** An address; for `ipc`, the path that the names of the sockets start with. */
  ip: string;
  /** Secret that messages are signed with; empty means no signing. */
  key: string;
  /** Such as `hmac-sha256`. */
  signature_scheme: string;
  kernel_name?: string;
  /** Z85. With its secret key, the sockets speak CURVE. */
  curve_publickey?: string;
  /** Z85. Clients use the same pair: who can read the file may connect. */
  curve_secretkey?: string;
}

/**
 * Reads the text of a connection file.
 *
 * @throws {TransportError} If it is not JSON, or a port or the transport is
 *   missing or wrong.
 */
export function parseConnectionFile(text: string): ConnectionInfo {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new TransportError("The connection file is not JSON");
  }
  if (typeof file !== "object" || file === null) {
    throw new TransportError("The connection file is not a JSON object");
  }
  const info: ConnectionInfo = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: "",
    signature_scheme: "hmac-sha256",
    ...file as Record<`${ChannelName}_port`, number>,
  };
  if (info.transport !== "tcp" && info.transport !== "ipc") {
    throw new TransportError(
      `The connection file's transport is neither tcp nor ipc: ${info.transport}`,
    );
  }
  for (const channel of CHANNELS) {
    const port = info[`${channel}_port`];
    const limit = info.transport === "tcp" ? 65_535 : Number.MAX_SAFE_INTEGER;
    if (!Number.isInteger(port) || port < 1 || port > limit) {
      throw new TransportError(
        `The connection file's ${channel}_port is not a port: ${port}`,
      );
    }
  }
  for (const field of ["ip", "key", "signature_scheme"] as const) {
    if (typeof info[field] !== "string") {
      throw new TransportError(`The connection file's ${field} is not text`);
    }
  }
  if (Boolean(info.curve_publickey) !== Boolean(info.curve_secretkey)) {
    throw new TransportError("The connection file has one CURVE key of two");
  }
  for (const field of ["curve_publickey", "curve_secretkey"] as const) {
    const key = info[field];
    // 32 bytes in Z85, five characters for four bytes.
    if (key && !/^[0-9a-zA-Z.\-:+=^!/*?&<>()[\]{}@%$#]{40}$/.test(key)) {
      throw new TransportError(`The connection file's ${field} is not a key`);
    }
  }
  return info;
}

/** The address of one socket, as ZeroMQ writes it. */
export function endpoint(info: ConnectionInfo, channel: ChannelName): string {
  const port = info[`${channel}_port`];
  if (info.transport === "ipc") return `ipc://${info.ip}-${port}`;
  const host = info.ip.includes(":") ? `[${info.ip}]` : info.ip;
  return `tcp://${host}:${port}`;
}
