/**
 * The content of a debug event: the Debug Adapter Protocol inside Jupyter's
 * envelope.
 *
 * @module
 */

/** `debug_event`, on iopub: a DAP `Event`. */
export interface DebugEvent {
  type: "event";
  seq: number;
  event: string;
  body?: Record<string, unknown>;
}
