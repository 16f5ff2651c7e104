/**
 * The envelope every Jupyter message travels in, and the `Session` that fills
 * it in.
 *
 * Fields are spelled as on the wire. What a message says, its content, is in
 * the files beside this one; how it becomes signed frames is `wire/`.
 *
 * @module
 */

/** The version of the protocol the kernel speaks, sent in every header. */
export const PROTOCOL_VERSION = "5.5";

/** Who sent a message, when, and what kind it is. */
export interface Header {
  /** Unique per message. */
  msg_id: string;
  /** The sender: one process of a kernel, or one client. */
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  msg_type: string;
  /** The sender's protocol version. */
  version: string;
}

/**
 * Whether one sender sent `first` before `second`.
 *
 * Sockets keep no order among each other, so what was sent later on one may
 * arrive earlier; but a sender dates all it sends by the same clock. Of two
 * senders nothing is known, nor of dates that are none: false.
 */
export function sentBefore(first: Header, second: Header): boolean {
  if (first.session !== second.session) return false;
  try {
    return Temporal.Instant.compare(first.date, second.date) < 0;
  } catch {
    return false;
  }
}

/** A whole message, as both ends see it. */
export interface Message<Content extends object = Record<string, unknown>> {
  header: Header;
  /** The header of the request that caused this message; empty if none did. */
  parent_header: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Content;
  /** Raw frames after the content; used by comms. */
  buffers: Uint8Array[];
}

/** What a message may carry besides its content. */
export interface MessageOptions {
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

/**
 * One sender of messages. A kernel process has one; so has each client.
 *
 * ```ts
 * import { Session } from "./message.ts";
 *
 * const client = new Session("ada");
 * const kernel = new Session();
 * const request = client.message("kernel_info_request", {});
 * const reply = kernel.message("kernel_info_reply", { status: "ok" }, request);
 * reply.parent_header === request.header; // true
 * ```
 */
export class Session {
  /** Unique per session; a restarted kernel has another. */
  readonly id: string = crypto.randomUUID();
  #count = 0;

  /** @param username Shown to other clients of the same kernel. */
  constructor(readonly username = "kernel") {}

  /**
   * Makes a message from this session.
   *
   * @param parent What caused it: a request, or anything with its header.
   */
  message<Content extends object>(
    msg_type: string,
    content: Content,
    parent?: { header: Header },
    options: MessageOptions = {},
  ): Message<Content> {
    return {
      header: {
        msg_id: `${this.id}_${this.#count++}`,
        session: this.id,
        username: this.username,
        date: new Date().toISOString(),
        msg_type,
        version: PROTOCOL_VERSION,
      },
      parent_header: parent?.header ?? {},
      metadata: options.metadata ?? {},
      content,
      buffers: options.buffers ?? [],
    };
  }
}
