/**
 * What every reply has in common: a status and, on failure, the error.
 *
 * @module
 */

/** An exception as clients show it; also the content of an `error` message. */
export interface ErrorContent {
  /** The exception's name, such as `TypeError`. */
  ename: string;
  /** Its message. */
  evalue: string;
  /** Lines to print, ANSI colours allowed. */
  traceback: string[];
}

/** A request that failed. */
export interface ErrorReply extends ErrorContent {
  status: "error";
}

/** A request that was dropped unhandled, because one queued before it failed. */
export interface AbortedReply {
  status: "aborted";
}

/** A request that succeeded and has no more to say. */
export interface OkReply {
  status: "ok";
}
