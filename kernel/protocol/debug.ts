/**
 * The contents of debug messages: the Debug Adapter Protocol inside Jupyter's
 * envelope.
 *
 * @see https://microsoft.github.io/debug-adapter-protocol/specification
 * @module
 */

/** `debug_request`, on control: a DAP `Request`. */
export interface DebugRequest {
  seq: number;
  command: string;
  arguments?: unknown;
}

/** `debug_reply`: a DAP `Response`, which has no status of Jupyter's. */
export interface DebugReply {
  type: "response";
  seq: number;
  request_seq: number;
  command: string;
  success: boolean;
  /** Why it failed. */
  message?: string;
  body?: unknown;
}

/** `debug_event`, on iopub: a DAP `Event`. */
export interface DebugEvent {
  type: "event";
  seq: number;
  event: string;
  body?: object;
}
