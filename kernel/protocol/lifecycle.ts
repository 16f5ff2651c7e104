/**
 * Contents of the messages about the kernel itself: what it is, whether it is
 * busy, and its end.
 *
 * @module
 */

import type { ErrorReply, OkReply } from "./reply.ts";

/** What the kernel runs, for highlighting and for saved notebooks. */
export interface LanguageInfo {
  name: string;
  version: string;
  mimetype: string;
  /** With its dot. */
  file_extension: string;
  pygments_lexer?: string;
  codemirror_mode?: string | Record<string, unknown>;
  nbconvert_exporter?: string;
}

/** `kernel_info_reply`, on shell and on control. */
export type KernelInfoReply = {
  status: "ok";
  protocol_version: string;
  implementation: string;
  implementation_version: string;
  language_info: LanguageInfo;
  banner: string;
  /** Deprecated for `supported_features`, but what older clients read. */
  debugger?: boolean;
  help_links?: { text: string; url: string }[];
  supported_features?: string[];
} | ErrorReply;

/** `status`, on iopub. `starting` is sent once in a kernel's life. */
export interface Status {
  execution_state: "starting" | "busy" | "idle";
}

/** `iopub_welcome`: the subscription to this topic has arrived. */
export interface IopubWelcome {
  subscription: string;
}

/** `shutdown_request`, on control. */
export interface ShutdownRequest {
  restart: boolean;
}

/** `shutdown_reply`. */
export type ShutdownReply = { status: "ok"; restart: boolean } | ErrorReply;

/** `interrupt_reply`, on control. Its request is empty. */
export type InterruptReply = OkReply | ErrorReply;
