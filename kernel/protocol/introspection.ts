/**
 * Contents of the messages that look without running: `complete`, `inspect`
 * and `history`. Positions are counted in Unicode code points, not in
 * JavaScript's UTF-16 units.
 *
 * @module
 */

import type { MimeBundle } from "./output.ts";
import type { ErrorReply } from "./reply.ts";

/** `complete_request`. */
export interface CompleteRequest {
  code: string;
  /** In code points. */
  cursor_pos: number;
}

/** `complete_reply`: what may replace `cursor_start` to `cursor_end`. */
export type CompleteReply = {
  status: "ok";
  matches: string[];
  /** In code points. */
  cursor_start: number;
  /** In code points. */
  cursor_end: number;
  metadata: Record<string, unknown>;
} | ErrorReply;

/** `inspect_request`; from level 1 on, the source is asked for as well. */
export interface InspectRequest {
  code: string;
  /** In code points. */
  cursor_pos: number;
  detail_level?: number;
}

/** `inspect_reply`. */
export type InspectReply = {
  status: "ok";
  found: boolean;
  data: MimeBundle;
  metadata: Record<string, unknown>;
} | ErrorReply;

/** `history_request`. */
export interface HistoryRequest {
  /** Whether outputs are wanted too. */
  output: boolean;
  raw: boolean;
  hist_access_type: "range" | "tail" | "search";
  /** For `range`: a session's number, or 0 and below counting back from now. */
  session?: number;
  /** For `range`: the first cell. */
  start?: number;
  /** For `range`: the cell after the last. */
  stop?: number;
  /** For `tail` and `search`: how many. */
  n?: number;
  /** For `search`: a glob of `*` and `?`. */
  pattern?: string;
  /** For `search`: leave repeats out. Default false. */
  unique?: boolean;
}

/** Session, line and input; or input and output as a pair. */
export type HistoryEntry = [
  session: number,
  line: number,
  input: string | [input: string, output: string | null],
];

/** `history_reply`. */
export type HistoryReply =
  | { status: "ok"; history: HistoryEntry[] }
  | ErrorReply;
