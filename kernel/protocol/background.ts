/**
 * Contents of `background_reply`, a message of Thaw's own: its client asks for
 * it at a notebook's end.
 *
 * @module
 */

import type { KernelInfoReply } from "./lifecycle.ts";
import type { ErrorContent, ErrorReply } from "./reply.ts";

/** What a kernel that answers `background_request` says in its `kernel_info`. */
export const BACKGROUND_FEATURE = "background_request";

/** Whether a kernel answers it. */
export function tellsBackground(info: KernelInfoReply): boolean {
  return info.status === "ok" &&
    info.supported_features?.includes(BACKGROUND_FEATURE) === true;
}

/** An error that no cell caught, and the number of the cell that caused it. */
export interface BackgroundError extends ErrorContent {
  execution_count?: number;
}

/** `background_reply`, on shell. Its request is empty. */
export type BackgroundReply =
  | { status: "ok"; errors: BackgroundError[] }
  | ErrorReply;
