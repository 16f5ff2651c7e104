/**
 * A thrown value as plain data, as the child describes it to the kernel.
 *
 * @module
 */

/** What is known of a thrown value; all strings, whatever was thrown. */
export interface Failure {
  ename: string;
  evalue: string;
  /** The lines of `stack` that start with `at`. */
  frames: string[];
  /** What the error holds beside these, as `name: value`, in one line each. */
  fields?: string[];
  cause?: Failure;
  /** The parts of an AggregateError. */
  errors?: Failure[];
}

/** Causes deeper than this, and parts beyond so many, are left out. */
export const FAILURE_DEPTH = 8;
export const FAILURE_PARTS = 20;

/** Characters of a message that a traceback shows, and frames of a stack. */
export const MESSAGE_LENGTH = 64 * 1024;
const FRAME_LENGTH = 4096;
const FRAMES = 200;
/** Fields of an error, and characters of each. */
export const FAILURE_FIELDS = 16;
export const FIELD_LENGTH = 300;

/** A text that fits, with a word of how much was cut. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const more = text.length - length;
  return `${text.slice(0, length)}… (${more} more characters)`;
}

/** The failure with texts of a size that a front end can show. */
export function cutFailure(failure: Failure): Failure {
  const { fields, cause, errors } = failure;
  return {
    __proto__: null,
    ename: cut(failure.ename, FRAME_LENGTH),
    evalue: cut(failure.evalue, MESSAGE_LENGTH),
    frames: failure.frames.slice(0, FRAMES)
      .map((frame) => cut(frame, FRAME_LENGTH)),
    ...(fields && {
      fields: fields.slice(0, FAILURE_FIELDS)
        .map((field) => cut(field, FIELD_LENGTH)),
    }),
    ...(cause && { cause: cutFailure(cause) }),
    ...(errors && { errors: errors.map(cutFailure) }),
  } as Failure;
}

/**
 * Reads a failure that came as JSON. A cell may have forged it.
 *
 * @returns Undefined if it is none.
 */
export function readFailure(json: unknown, depth = 0): Failure | undefined {
  if (json === null || typeof json !== "object") return undefined;
  const { ename, evalue, frames, fields, cause, errors } = json as Record<
    string,
    unknown
  >;
  if (typeof ename !== "string" || typeof evalue !== "string") return undefined;
  if (!Array.isArray(frames) || frames.some((it) => typeof it !== "string")) {
    return undefined;
  }
  const failure: Failure = { ename, evalue, frames };
  if (Array.isArray(fields) && fields.every((it) => typeof it === "string")) {
    failure.fields = fields;
  }
  if (depth >= FAILURE_DEPTH) return cutFailure(failure);
  const inner = readFailure(cause, depth + 1);
  if (inner) failure.cause = inner;
  if (Array.isArray(errors)) {
    failure.errors = errors.slice(0, FAILURE_PARTS)
      .map((error) => readFailure(error, depth + 1))
      .filter((error) => error !== undefined);
  }
  return cutFailure(failure);
}
