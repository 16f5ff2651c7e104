/**
 * The connection file: where a kernel listens and the secret its clients
 * share. Spelled as jupyter_client writes it.
 *
 * @module
 */

import { decodeKey, isPair } from "./curve_key.ts";
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

/** Bytes of a socket's path on Linux; 104 on macOS, its ending zero included. */
const PATH_BYTES = 103;

/**
 * Reads the text of a connection file.
 *
 * @throws {TransportError} If it is not JSON, or a port, the address, the
 *   transport or a key is missing or wrong.
 */
export function parseConnectionFile(text: string): ConnectionInfo {
  let file: unknown;
  try {
    // Windows' editors put a byte order mark in front.
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new TransportError("The connection file is not JSON");
  }
  if (typeof file !== "object" || file === null || Array.isArray(file)) {
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
      `The connection file's transport is neither tcp nor ipc: ${
        shown(info.transport)
      }`,
    );
  }
  checkPorts(info);
  for (const field of ["ip", "key", "signature_scheme"] as const) {
    if (typeof info[field] !== "string") {
      throw new TransportError(`The connection file's ${field} is not text`);
    }
  }
  checkAddress(info);
  checkCurveKeys(info);
  return info;
}

function checkPorts(info: ConnectionInfo): void {
  const used = new Set<number>();
  for (const channel of CHANNELS) {
    const port: unknown = info[`${channel}_port`];
    const limit = info.transport === "tcp" ? 65_535 : Number.MAX_SAFE_INTEGER;
    if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > limit) {
      throw new TransportError(
        `The connection file's ${channel}_port is not a port: ${shown(port)}`,
      );
    }
    if (used.has(Number(port))) {
      throw new TransportError(
        `The connection file's ${channel}_port is that of another socket: ${port}`,
      );
    }
    used.add(Number(port));
  }
}

function checkAddress(info: ConnectionInfo): void {
  // ZeroMQ would read an address or a path only up to its first zero.
  if (!/^[^\p{Cc}]+$/u.test(info.ip)) {
    throw new TransportError(
      `The connection file's ip is not an address: ${shown(info.ip)}`,
    );
  }
  for (const channel of CHANNELS) {
    const { length } = new TextEncoder().encode(
      endpoint(info, channel).replace("ipc://", ""),
    );
    if (info.transport === "ipc" && length > PATH_BYTES) {
      throw new TransportError(
        `The connection file's ip is too long a path: ${shown(info.ip)}`,
      );
    }
  }
}

function checkCurveKeys(info: ConnectionInfo): void {
  const keys = (["curve_publickey", "curve_secretkey"] as const).map(
    (field) => {
      const text: unknown = info[field] ?? "";
      if (text === "") return undefined;
      const key = typeof text === "string" ? decodeKey(text) : undefined;
      // Never the text itself: it may be a secret with a slip of the pen.
      if (!key) {
        throw new TransportError(
          `The connection file's ${field} is not a key: 40 characters of Z85`,
        );
      }
      return key;
    },
  );
  const [publicKey, secretKey] = keys;
  if (!publicKey && !secretKey) return;
  if (!publicKey || !secretKey) {
    throw new TransportError("The connection file has one CURVE key of two");
  }
  if (!isPair(publicKey, secretKey)) {
    throw new TransportError(
      "The connection file's CURVE keys are not of one pair",
    );
  }
}

/** A wrong value in an error's message. */
function shown(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 80);
}

/** The address of one socket, as ZeroMQ writes it. */
export function endpoint(info: ConnectionInfo, channel: ChannelName): string {
  const port = info[`${channel}_port`];
  if (info.transport === "ipc") return `ipc://${info.ip}-${port}`;
  const host = info.ip.includes(":") ? `[${info.ip}]` : info.ip;
  return `tcp://${host}:${port}`;
}
