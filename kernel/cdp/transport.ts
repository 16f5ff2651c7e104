/**
 * Text messages to and from one DevTools target. Knows nothing of what they
 * say; `session.ts` pairs commands with replies.
 *
 * @module
 */

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
 * @param url The `ws:` address that the runtime printed.
 * @throws {Error} If nothing answers there.
 */
export function connectWebSocket(url: string): Promise<CdpTransport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
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
    socket.onopen = () => resolve(transport);
    socket.onerror = (event) => {
      const reason = event instanceof ErrorEvent ? event.message : "no answer";
      reject(new Error(`Cannot connect to DevTools: ${reason}`));
    };
    socket.onmessage = (event) => transport.onMessage(event.data);
    socket.onclose = () => transport.onClose();
  });
}
