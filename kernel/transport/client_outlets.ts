/**
 * What a client needs of its sockets to one kernel.
 *
 * @module
 */

/** Called with what arrives. They must not throw. */
export interface ClientHandlers {
  onShell(frames: Uint8Array[]): void;
  onControl(frames: Uint8Array[]): void;
  onStdin(frames: Uint8Array[]): void;
  /** The topic comes first. */
  onIopub(frames: Uint8Array[]): void;
}

/** Sends requests and answers; nothing here ever blocks. */
export interface ClientOutlets {
  sendShell(frames: Uint8Array[]): void;
  sendControl(frames: Uint8Array[]): void;
  sendStdin(frames: Uint8Array[]): void;
  /** Resolves when nothing is received any more. */
  close(): Promise<void>;
}
