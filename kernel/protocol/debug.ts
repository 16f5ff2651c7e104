/**
 * Contents of the debug messages: the Debug Adapter Protocol inside Jupyter's
 * envelope.
 *
 * @module
 */

/** `debug_request`, on control: a DAP `Request`. */
export interface DebugRequest {
  type: "request";
  seq: number;
  command: string;
  arguments?: Record<string, unknown>;
}

/** `debug_reply`: a DAP `Response`. */
export interface DebugReply {
  type: "response";
  seq: number;
  request_seq: number;
  success: boolean;
  command: string;
  /** Why it failed. */
  message?: string;
  body?: Record<string, unknown>;
}

/** `debug_event`, on iopub: a DAP `Event`. */
export interface DebugEvent {
  type: "event";
  seq: number;
  event: string;
  body?: Record<string, unknown>;
}
