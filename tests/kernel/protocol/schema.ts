/**
 * The messages of protocol 5.5 as JSON Schema, written from the
 * specification and not from the kernel's own types.
 *
 * `checkMessage` is for every test that sees what the kernel sends. Extra
 * fields are allowed where the specification allows them: everywhere but in
 * an aborted reply.
 *
 * @module
 */

import { Ajv, type ValidateFunction } from "ajv";

type Schema = Record<string, unknown>;

const string = { type: "string" };
const boolean = { type: "boolean" };
const count = { type: "integer", minimum: 0 };
const size = { type: "number", minimum: 0 };
const dict = { type: "object" };
const strings = { type: "array", items: string };

function record(properties: Record<string, Schema>, optional = {}): Schema {
  return {
    type: "object",
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  };
}

function oneOf(...values: unknown[]): Schema {
  return { enum: values };
}

const error = { ename: string, evalue: string, traceback: strings };
const errorReply = record({ status: oneOf("error"), ...error });

function reply(properties: Record<string, Schema>, optional = {}): Schema {
  const ok = record({ status: oneOf("ok"), ...properties }, optional);
  return { anyOf: [ok, errorReply] };
}

// A rich representation must have at least plain text only where one is shown
// as a result; JSON types hold JSON, all others a string.
const mime: Schema = {
  type: "object",
  propertyNames: { pattern: "^[\\w.+-]+/[\\w.+-]+$" },
  patternProperties: {
    "^(?!application/(.*\\+)?json$)(?!application/vnd\\..*\\+json$)": {
      anyOf: [string, strings],
    },
  },
};
const display = { data: mime, metadata: dict };
const userExpression = {
  anyOf: [record({ status: oneOf("ok"), ...display }), errorReply],
};
const helpLink = record({ text: string, url: string });
const languageInfo = record(
  {
    name: string,
    version: string,
    mimetype: string,
    file_extension: { type: "string", pattern: "^\\." },
  },
  {
    pygments_lexer: string,
    codemirror_mode: { type: ["string", "object"] },
    nbconvert_exporter: string,
  },
);
const historyEntry = {
  type: "array",
  minItems: 3,
  maxItems: 3,
  items: [count, count, {
    anyOf: [string, { type: "array", minItems: 2, maxItems: 2 }],
  }],
  additionalItems: false,
};

/** Content by `msg_type`, of each message a kernel may send. */
export const contents: Record<string, Schema> = {
  kernel_info_reply: reply({
    protocol_version: oneOf("5.5"),
    implementation: string,
    implementation_version: string,
    language_info: languageInfo,
    banner: string,
  }, {
    debugger: boolean,
    help_links: { type: "array", items: helpLink },
    supported_features: strings,
  }),
  execute_reply: {
    type: "object",
    required: ["execution_count"],
    properties: { execution_count: count },
    anyOf: [
      record({ status: oneOf("ok") }, {
        payload: { type: "array", items: record({ source: string }) },
        user_expressions: {
          type: "object",
          additionalProperties: userExpression,
        },
      }),
      errorReply,
      record({ status: oneOf("aborted") }),
    ],
  },
  is_complete_reply: {
    anyOf: [
      record({ status: oneOf("incomplete"), indent: string }),
      {
        ...record({ status: oneOf("complete", "invalid", "unknown") }),
        not: { required: ["indent"] },
      },
    ],
  },
  complete_reply: reply({
    matches: strings,
    cursor_start: count,
    cursor_end: count,
    metadata: dict,
  }),
  inspect_reply: reply({ found: boolean, ...display }),
  history_reply: reply({ history: { type: "array", items: historyEntry } }),
  comm_info_reply: reply({
    comms: {
      type: "object",
      additionalProperties: record({ target_name: string }),
    },
  }),
  shutdown_reply: reply({ restart: boolean }),
  interrupt_reply: reply({}),
  usage_reply: reply({
    hostname: string,
    pid: count,
    cpu_count: count,
    kernel_cpu: size,
    kernel_memory: size,
    host_cpu_percent: size,
    host_virtual_memory: { type: "object", additionalProperties: size },
  }),
  // Thaw's own.
  background_reply: reply({
    errors: {
      type: "array",
      items: record(error, { execution_count: count }),
    },
  }),
  debug_reply: record({
    type: oneOf("response"),
    seq: count,
    request_seq: count,
    success: boolean,
    command: string,
  }, { message: string, body: dict }),
  debug_event: record({ type: oneOf("event"), seq: count, event: string }),
  status: record({ execution_state: oneOf("starting", "busy", "idle") }),
  stream: record({ name: oneOf("stdout", "stderr"), text: string }),
  display_data: record(display, { transient: dict }),
  update_display_data: record({
    ...display,
    transient: record({ display_id: string }),
  }),
  execute_input: record({ code: string, execution_count: count }),
  execute_result: record({ ...display, execution_count: count }),
  error: record(error),
  clear_output: record({ wait: boolean }),
  iopub_welcome: record({ subscription: string }),
  comm_open: record({ comm_id: string, target_name: string, data: dict }),
  comm_msg: record({ comm_id: string, data: dict }),
  comm_close: record({ comm_id: string, data: dict }),
  input_request: record({ prompt: string, password: boolean }),
};

const header = record({
  msg_id: { type: "string", minLength: 1 },
  session: { type: "string", minLength: 1 },
  username: string,
  date: {
    type: "string",
    pattern: "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d)",
  },
  msg_type: string,
  version: oneOf("5.5"),
});

/** Messages that nothing caused: all others name their parent. */
const orphans = ["iopub_welcome"];

const ajv = new Ajv({ strict: false, allErrors: true });
const validators = new Map<string, ValidateFunction>(
  Object.entries(contents).map(([type, content]) => [
    type,
    ajv.compile(
      record({ header, parent_header: dict, metadata: dict, content }),
    ),
  ]),
);

/** A decoded message, from our own client or from a real one. */
export interface SentMessage {
  header: { msg_type: string };
  parent_header: object;
  metadata: object;
  content: object;
}

/**
 * Checks one message that a kernel sent.
 *
 * @throws {Error} If it is not as the specification says, with every reason.
 */
export function checkMessage(message: SentMessage): void {
  const type = message.header.msg_type;
  const validate = validators.get(type);
  if (!validate) throw new Error(`A kernel does not send ${type}`);
  if (!validate(message)) {
    const reasons = ajv.errorsText(validate.errors, { dataVar: type });
    throw new Error(`${reasons} in ${JSON.stringify(message)}`);
  }
  if (orphans.includes(type) && "msg_id" in message.parent_header) {
    throw new Error(`${type} has a parent`);
  }
  if (type.endsWith("_reply") && !("msg_id" in message.parent_header)) {
    throw new Error(`${type} has no parent`);
  }
}
