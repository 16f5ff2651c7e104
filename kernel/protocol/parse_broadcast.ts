/**
 * What a cell sends to all clients by `Deno.jupyter.broadcast`, checked. Cells
 * are not trusted: a front end must be able to rely on the protocol.
 *
 * @module
 */

import type { IopubContents, IopubType } from "./messages.ts";
import type { MimeBundle } from "./output.ts";
import {
  ContentError,
  count,
  type Dict,
  dict,
  flag,
  list,
  oneOf,
  optional,
  otherwise,
  record,
  type Shape,
  text,
  textUpTo,
} from "./shape.ts";

const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+(;.*)?$/;
const JSON_TYPE = /^application\/(.*\+)?json$/;

/**
 * Representations by MIME type. JSON types hold any JSON, all others text: a
 * notebook with anything else there can't be saved. Numbers and booleans are
 * shown as what they are.
 */
export const mimeBundle: Shape<MimeBundle> = (value, where) =>
  Object.fromEntries(
    Object.entries(dict(value, where)).map(([type, item]) => {
      const name = `${where}[${JSON.stringify(type.slice(0, 80))}]`;
      if (!MIME_TYPE.test(type)) {
        throw new ContentError(`${name} is no MIME type`);
      }
      if (JSON_TYPE.test(type)) return [type, item];
      if (Array.isArray(item)) return [type, list(text)(item, name)];
      if (typeof item === "number" || typeof item === "boolean") {
        return [type, String(item)];
      }
      return [type, text(item, name)];
    }),
  );

const display = { data: mimeBundle, metadata: otherwise({}, dict) };
/** Of names of comms, which the kernel keeps as long as they are open. */
const NAME_LENGTH = 1000;
const name = textUpTo(NAME_LENGTH);
const comm = { comm_id: name, data: otherwise({}, dict) };

/** What cells may send of the messages that the protocol knows. */
export const BROADCAST_SHAPES = {
  clear_output: record({ wait: otherwise(false, flag) }),
  comm_close: record(comm),
  comm_msg: record(comm),
  comm_open: record({ ...comm, target_name: name }),
  display_data: record({ ...display, transient: optional(dict) }),
  error: record({ ename: text, evalue: text, traceback: list(text) }),
  execute_result: record({ ...display, execution_count: count }),
  stream: record({ name: oneOf("stdout", "stderr"), text }),
  update_display_data: record({
    ...display,
    transient: record<{ display_id: string } & Dict>({ display_id: text }),
  }),
} satisfies { [Type in IopubType]?: Shape<IopubContents[Type]> };

/** What the kernel alone says; from a cell, it would deceive clients. */
export const KERNELS_OWN: ReadonlySet<string> = new Set(
  [
    "debug_event",
    "execute_input",
    "iopub_welcome",
    "shutdown_reply",
    "status",
  ] satisfies IopubType[],
);

/** A message to all clients whose content holds what its type says. */
export interface CheckedBroadcast {
  msg_type: string;
  content: Dict;
  metadata: Dict;
  buffers: Uint8Array[];
}

/** Characters of a type's name. */
const MSG_TYPE_LENGTH = 100;

/**
 * Checks what a cell wants to send. A type that the protocol doesn't know may
 * have any object as content, as front ends have extensions.
 *
 * @throws {ContentError} If it is not for cells to send, or its content is not
 *   what its type says.
 */
export function parseBroadcast(
  { msg_type, content, metadata, buffers }: {
    msg_type: unknown;
    content: unknown;
    metadata: unknown;
    buffers: Uint8Array[];
  },
): CheckedBroadcast {
  const type = text(msg_type, "msg_type");
  if (!/^[a-z][a-z0-9_.-]*$/i.test(type) || type.length > MSG_TYPE_LENGTH) {
    const shown = JSON.stringify(type.slice(0, MSG_TYPE_LENGTH));
    throw new ContentError(`msg_type is no name: ${shown}`);
  }
  if (KERNELS_OWN.has(type) || /_(request|reply)$/.test(type)) {
    throw new ContentError(`${type} is not for cells to send`);
  }
  const shape: Shape<object> = Object.hasOwn(BROADCAST_SHAPES, type)
    ? BROADCAST_SHAPES[type as keyof typeof BROADCAST_SHAPES]
    : dict;
  return {
    msg_type: type,
    content: { ...shape(content, `${type}'s content`) },
    metadata: otherwise({}, dict)(metadata, `${type}'s metadata`),
    buffers,
  };
}
