/** The table of messages and all that must keep up with it. */

import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ORDER } from "../../../kernel/dispatch/order.ts";
import { HANDLERS } from "../../../kernel/handlers/mod.ts";
import type { IopubType } from "../../../kernel/protocol/messages.ts";
import {
  BROADCAST_SHAPES,
  KERNELS_OWN,
} from "../../../kernel/protocol/parse_broadcast.ts";
import { REQUEST_SHAPES } from "../../../kernel/protocol/parse_request.ts";
import { contents } from "./schema.ts";

const requests = Object.keys(REQUEST_SHAPES).sort();

Deno.test("each request of the table has a handler and a place in the order", () => {
  deepStrictEqual(Object.keys(HANDLERS).sort(), requests);
  deepStrictEqual(Object.keys(ORDER).sort(), requests);
});

Deno.test("each request has its reply in the schema, except comms'", () => {
  const replies = requests.filter((type) =>
    !type.startsWith("comm_") ||
    type.endsWith("_request")
  )
    .map((type) => type.replace("_request", "_reply"));
  const known = Object.keys(contents).filter((type) => type.endsWith("_reply"));
  deepStrictEqual(known.sort(), replies.sort());
});

Deno.test("each message on iopub is in the schema, and the kernel's own or a cell's", () => {
  // The compiler sees to it that these are all of the table.
  const published: Record<IopubType, true> = {
    clear_output: true,
    comm_close: true,
    comm_msg: true,
    comm_open: true,
    debug_event: true,
    display_data: true,
    error: true,
    execute_input: true,
    execute_result: true,
    iopub_welcome: true,
    shutdown_reply: true,
    status: true,
    stream: true,
    update_display_data: true,
  };
  const known = Object.keys(contents).filter((type) =>
    type === "shutdown_reply" ||
    !type.endsWith("_reply") && type !== "input_request"
  );
  deepStrictEqual(known.sort(), Object.keys(published));
  deepStrictEqual(
    [...KERNELS_OWN, ...Object.keys(BROADCAST_SHAPES)].sort(),
    Object.keys(published),
  );
});

Deno.test("no message becomes a type by a cast through unknown", () => {
  const kernel = join(import.meta.dirname!, "..", "..", "..", "kernel");
  const wrong: string[] = [];
  for (const room of ["protocol", "wire", "handlers", "dispatch", "client"]) {
    for (const { name } of Deno.readDirSync(join(kernel, room))) {
      const path = join(kernel, room, name);
      if (!name.endsWith(".ts")) continue;
      if (/\bas unknown as\b/.test(Deno.readTextFileSync(path))) {
        wrong.push(`${room}/${name}`);
      }
    }
  }
  deepStrictEqual(wrong, []);
});
