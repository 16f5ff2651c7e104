import { deepStrictEqual, throws } from "node:assert/strict";
import {
  parseExecuteReply,
  parseInputRequest,
  parseKernelInfoReply,
  parseState,
} from "../../../kernel/protocol/parse_reply.ts";
import { ContentError } from "../../../kernel/protocol/shape.ts";

Deno.test("parseExecuteReply() takes what other kernels leave out", () => {
  deepStrictEqual(parseExecuteReply({ status: "aborted" }), {
    status: "aborted",
    execution_count: 0,
  });
  deepStrictEqual(parseExecuteReply({ status: "ok", execution_count: 2 }), {
    status: "ok",
    execution_count: 2,
    payload: [],
    user_expressions: {},
  });
  deepStrictEqual(
    parseExecuteReply({ status: "error", execution_count: 2, ename: "E" }),
    {
      status: "error",
      execution_count: 2,
      ename: "E",
      evalue: "",
      traceback: [],
    },
  );
});

Deno.test("what is no reply is refused", () => {
  throws(() => parseExecuteReply({}), ContentError);
  throws(() => parseExecuteReply({ status: "fine" }), ContentError);
  throws(
    () => parseExecuteReply({ status: "error", traceback: "all" }),
    ContentError,
  );
  throws(() => parseKernelInfoReply({ language_info: 1 }), ContentError);
  throws(() => parseState({ execution_state: 1 }), ContentError);
  throws(() => parseInputRequest({ prompt: {} }), ContentError);
});
