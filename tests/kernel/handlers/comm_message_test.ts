import { deepStrictEqual } from "node:assert/strict";
import { CommRegistry } from "../../../kernel/comm/comm_registry.ts";
import {
  commClose,
  commMsg,
  commOpen,
} from "../../../kernel/handlers/comm_message.ts";
import type { Context } from "../../../kernel/handlers/context.ts";
import { ExecutionCounter } from "../../../kernel/handlers/execution_counter.ts";

Deno.test("messages that name no comm reach nobody and are not answered", async () => {
  const seen: string[] = [];
  const comms = new CommRegistry();
  for (const comm_id of [undefined, null, 7, {}]) {
    const content = { comm_id, target_name: "target", data: {} };
    const context = {
      request: { content },
      counter: new ExecutionCounter(),
      comms,
      interpreter: { deliver: () => Promise.resolve(seen.push("cells")) },
      publish: (msg_type: string) => seen.push(msg_type),
    } as unknown as Context;
    await commOpen(content, context);
    await commMsg(content, context);
    await commClose(content, context);
  }
  deepStrictEqual(seen, []);
  deepStrictEqual(comms.open(undefined), {});
});
