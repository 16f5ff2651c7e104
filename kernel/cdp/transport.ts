/**
 * Text messages to and from one DevTools target. Knows nothing of what they
 * say; `session.ts` pairs commands with replies.
 *
 * @module
 */

// @ts-types="@types/ws"
import { WebSocket } from "ws";

/** Where a session writes to and reads from. */
export interface CdpTransport {
  send(text: string): void;
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
export function connectWebSocket(url: string): Promise<CdpTransport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: 0,
    });
    const transport: CdpTransport = {
      send: (text) => {
        // A socket that is closing drops what is sent; the session's pending
        // commands are rejected when `onClose` comes.
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => socket.close(),
      onMessage: () => {},
      onClose: () => {},
    };
    socket.on("open", () => resolve(transport));
    socket.on("error", (error) => {
      reject(new Error(`Cannot connect to DevTools: ${error.message}`));
    });
    socket.on("message", (data) => {
      transport.onMessage(String(data));
      // Carries the acknowledgement that the runtime waits for, up to 40 ms,
      // before it sends its next small message (Nagle's algorithm). This end
      // does without: `ws` turns that off, unlike Deno's own WebSocket.
      if (socket.readyState === WebSocket.OPEN) socket.pong();
    });
    socket.on("close", () => transport.onClose());
  });
}
