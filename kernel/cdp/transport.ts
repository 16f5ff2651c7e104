/**
 * Text messages to and from one DevTools target. Knows nothing of what they
 * say; `session.ts` pairs commands with replies.
 *
 * @module
 */

import type { Buffer } from "node:buffer";
import { connect } from "node:net";
import { log } from "../log/log.ts";
import { TOO_LONG } from "./errors.ts";

/**
 * No answer that the kernel asks for is that long: payloads come in parts. A
 * text that a cell throws may be; V8 sends it twice, and to read it would take
 * as long as to send it.
 */
const CDP_MESSAGE_BYTES = 64 * 1024 * 1024;

/**
 * Fails the command that a message too long to be read answers; one that
 * answers none is dropped.
 */
export function tooLong(bytes: Buffer, transport: CdpTransport): void {
  const id = /^\{"id":(\d+),/.exec(String(bytes.subarray(0, 40)))?.[1];
  const message = `${
    Math.ceil(bytes.length / 2 ** 20)
  } MiB in one message are too much`;
  if (id === undefined) log.line(`dropped what the runtime sent: ${message}`);
  else {
    const error = { code: TOO_LONG, message };
    transport.onMessage(JSON.stringify({ id: Number(id), error }));
  }
}

/** Where a session writes to and reads from. */
export interface CdpTransport {
  send(text: string): void;
  /** Sends what `work` sends in one piece, as far as that goes. */
  together<T>(work: () => T): T;
  close(): void;
  /** Set once, by the session. */
  onMessage: (text: string) => void;
  /** Called once, however the connection ends. */
  onClose: () => void;
}

/**
 * Connects to a DevTools target.
 *
 * `ws` writes a message in one piece. Deno's own WebSocket writes the head of
 * one over 1 KiB apart from its body, and Deno's inspector drops a head it has
 * read when it has something to send before the body is there: then it takes
 * the body for a head and ends the connection, and all variables are lost.
 *
 * @param url The `ws:` address that the runtime printed.
 * @throws {Error} If nothing answers there.
 */
export async function connectWebSocket(url: string): Promise<CdpTransport> {
  // Loads Node's HTTP, which a kernel's first answer needn't wait for.
  // @ts-types="@types/ws"
  const { WebSocket } = await import("ws");
  return await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const tcp = connect(Number(port), hostname);
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: 0,
      createConnection: () => tcp,
    });
    /** Whether the runtime has sent data that is not acknowledged yet. */
    let isOwed = false;
    const transport: CdpTransport = {
      send: (text) => {
        isOwed = false;
        // A socket that is closing drops what is sent; the session's pending
        // commands are rejected when `onClose` comes.
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      together: (work) => {
        tcp.cork();
        try {
          return work();
        } finally {
          tcp.uncork();
        }
      },
      close: () => socket.close(),
      onMessage: () => {},
      onClose: () => {},
    };
    // A pong carries the acknowledgement that the runtime waits for, up to 40 ms,
    // before it sends its next small message (Nagle's algorithm); so does a
    // command. This end does without: `ws` turns that off, unlike Deno's own
    // WebSocket.
    const acknowledge = () => {
      if (isOwed && socket.readyState === WebSocket.OPEN) socket.pong();
      isOwed = false;
    };
    socket.on("open", () => resolve(transport));
    socket.on("error", (error) => {
      reject(new Error(`Cannot connect to DevTools: ${error.message}`));
    });
    socket.on("message", (data) => {
      const bytes = data as Buffer;
      // Before it is passed on: who takes it may send the next command.
      if (!isOwed) setImmediate(acknowledge);
      isOwed = true;
      if (bytes.length <= CDP_MESSAGE_BYTES) transport.onMessage(String(bytes));
      else tooLong(bytes, transport);
    });
    socket.on("close", () => transport.onClose());
  });
}
