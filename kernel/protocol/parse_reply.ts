/**
 * What a kernel answers and asks, checked, for our client: the kernel may be
 * anybody's.
 *
 * @module
 */

import type { BackgroundError } from "./background.ts";
import type { ExecuteReply, Payload, UserExpression } from "./execution.ts";
import type { CompleteReply, InspectReply } from "./introspection.ts";
import type { KernelInfoReply, LanguageInfo } from "./lifecycle.ts";
import type { ErrorContent } from "./reply.ts";
import {
  count,
  dict,
  dictOf,
  flag,
  list,
  oneOf,
  optional,
  otherwise,
  record,
  type Shape,
  text,
} from "./shape.ts";
import type { InputRequest } from "./stdin.ts";

const error: Shape<ErrorContent> = record({
  ename: otherwise("Error", text),
  evalue: otherwise("", text),
  traceback: otherwise([], list(text)),
});
const shown = record({
  data: otherwise({}, dict),
  metadata: otherwise({}, dict),
});
const payload: Shape<Payload> = record<Payload>({ source: text });
const userExpression: Shape<UserExpression> = (value, where) => {
  const { status } = record({ status: text })(value, where);
  return status === "ok"
    ? { status, ...shown(value, where) }
    : { status: "error", ...error(value, where) };
};

// The specification's aborted reply has no count.
const execution = record({
  status: oneOf("ok", "error", "aborted"),
  execution_count: otherwise(0, count),
});

/**
 * The content of an `execute_reply`.
 *
 * @throws {ContentError} If it has no known status, or a field of another type.
 */
export function parseExecuteReply(content: unknown): ExecuteReply {
  const { status, execution_count } = execution(content, "");
  if (status === "aborted") return { status, execution_count };
  if (status === "error") {
    return { status, execution_count, ...error(content, "") };
  }
  const ok = record({
    payload: otherwise([], list(payload)),
    user_expressions: otherwise({}, dictOf(userExpression)),
  })(content, "");
  return { ...ok, status, execution_count };
}

const languageInfo: Shape<LanguageInfo> = record<LanguageInfo>({
  name: otherwise("", text),
  version: otherwise("", text),
  mimetype: otherwise("", text),
  file_extension: otherwise("", text),
  pygments_lexer: optional(text),
  // What notebooks keep, whether it is a name or an object.
  codemirror_mode: optional((value, where) =>
    typeof value === "string" ? value : dict(value, where)
  ),
  nbconvert_exporter: optional(text),
});

/**
 * The content of a `kernel_info_reply`.
 *
 * @throws {ContentError} If a field is of another type.
 */
export function parseKernelInfoReply(content: unknown): KernelInfoReply {
  if (hasFailed(content)) return { status: "error", ...error(content, "") };
  const info = record({
    protocol_version: otherwise("", text),
    implementation: otherwise("", text),
    implementation_version: otherwise("", text),
    language_info: otherwise(languageInfo({}, ""), languageInfo),
    banner: otherwise("", text),
    supported_features: otherwise([], list(text)),
  })(content, "");
  return { ...info, status: "ok" };
}

/** Whether a reply says that its request failed. */
function hasFailed(content: unknown): boolean {
  return record({ status: otherwise("ok", text) })(content, "").status !== "ok";
}

const backgroundError = record<BackgroundError>({
  ename: otherwise("Error", text),
  evalue: otherwise("", text),
  traceback: otherwise([], list(text)),
  execution_count: optional(count),
});
const background = record({ errors: otherwise([], list(backgroundError)) });

/**
 * The content of a `background_reply`.
 *
 * @throws {ContentError} If a field is of another type.
 */
export function parseBackgroundReply(content: unknown): BackgroundError[] {
  return hasFailed(content) ? [] : background(content, "").errors;
}

const completion = record({
  matches: otherwise([], list(text)),
  cursor_start: otherwise(0, count),
  cursor_end: otherwise(0, count),
  metadata: otherwise({}, dict),
});

/**
 * The content of a `complete_reply`.
 *
 * @throws {ContentError} If a field is of another type.
 */
export function parseCompleteReply(content: unknown): CompleteReply {
  return hasFailed(content)
    ? { status: "error", ...error(content, "") }
    : { ...completion(content, ""), status: "ok" };
}

const inspection = record({
  found: otherwise(false, flag),
  data: otherwise({}, dict),
  metadata: otherwise({}, dict),
});

/**
 * The content of an `inspect_reply`.
 *
 * @throws {ContentError} If a field is of another type.
 */
export function parseInspectReply(content: unknown): InspectReply {
  return hasFailed(content)
    ? { status: "error", ...error(content, "") }
    : { ...inspection(content, ""), status: "ok" };
}

/**
 * The content of a `status`, whose state other kernels also call otherwise.
 *
 * @throws {ContentError} If it has no state.
 */
export function parseState(content: unknown): string {
  return record({ execution_state: text })(content, "").execution_state;
}

const inputRequest = record<InputRequest>({
  prompt: otherwise("", text),
  password: otherwise(false, flag),
});

/**
 * The content of an `input_request`.
 *
 * @throws {ContentError} If a field is of another type.
 */
export function parseInputRequest(content: unknown): InputRequest {
  return inputRequest(content, "");
}
