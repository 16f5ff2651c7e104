/**
 * The channels to front ends that widgets live on.
 *
 * Thaw's kernel has them as `Deno.jupyter.comms`; `deno jupyter` and plain
 * `deno run` have none, and there widgets are values that nobody sees.
 *
 * @module
 */

/** A message that came in. */
export interface CommMessage {
  content: { data: Record<string, unknown> };
  buffers: Uint8Array[];
}

/** What may go with a message. */
export interface CommExtra {
  metadata?: Record<string, unknown>;
  buffers?: BufferSource[];
}

/** One channel. */
export interface Comm {
  readonly commId: string;
  onMsg: ((message: CommMessage) => unknown) | undefined;
  onClose: ((message: CommMessage) => unknown) | undefined;
  send(data: Record<string, unknown>, extra?: CommExtra): Promise<void>;
  close(): Promise<void>;
}

/** What opens channels and takes those that front ends open. */
export interface Comms {
  open(
    target: string,
    data: Record<string, unknown>,
    extra?: CommExtra,
  ): Comm;
  registerTarget(
    name: string,
    onOpen: (comm: Comm, message: CommMessage) => unknown,
  ): void;
  /** Whether a front end opened one of this name in vain. */
  wasRefused?(name: string): boolean;
}

/** The kernel's comms, if it has any. */
export function kernelComms(): Comms | undefined {
  try {
    // Under `deno run` the getter itself throws.
    return (Deno.jupyter as unknown as { comms?: Comms })?.comms;
  } catch {
    return undefined;
  }
}
