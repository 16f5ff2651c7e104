/**
 * What the kernel needs of its five sockets; `open_kernel_sockets.ts` opens
 * them.
 *
 * @module
 */

/** Called with what arrives. They must not throw. */
export interface KernelHandlers {
  /**
   * The sender's identity comes first; replies start with it.
   *
   * @returns Whether the sender knows the key; so do the next two.
   */
  onShell(frames: Uint8Array[]): boolean;
  onControl(frames: Uint8Array[]): boolean;
  onStdin(frames: Uint8Array[]): boolean;
  /**
   * Someone subscribed to this topic; empty means all.
   *
   * @param welcome Sends to that subscriber, and perhaps to others.
   */
  onSubscribe?(topic: string, welcome: (frames: Uint8Array[]) => void): void;
  /** A subscriber reads nothing and from now on misses what is published. */
  onStalled?(): void;
}

/** Sends and receives for a kernel; nothing here ever blocks. */
export interface KernelSockets {
  /** Replies; the first frame is the identity the request came with. */
  sendShell(frames: Uint8Array[]): void;
  /** Replies on control. */
  sendControl(frames: Uint8Array[]): void;
  /** Asks the client whose identity comes first. */
  sendStdin(frames: Uint8Array[]): void;
  /**
   * Publishes on iopub; the first frame is the topic.
   *
   * @param kept Whether also a subscriber that is too slow for all gets it.
   */
  publish(frames: Uint8Array[], kept?: boolean): void;
  /**
   * Bytes published that wait for a slow subscriber. Who publishes much should
   * await `flush` when this grows.
   */
  readonly pending: number;
  /** Resolves once all that was sent is taken by those who are waited for. */
  flush(): Promise<void>;
  /**
   * Sends what is left and closes the sockets. Once this resolves the process
   * may end: the last reply is out, unless its client did not take it within
   * a second.
   */
  close(): Promise<void>;
}
