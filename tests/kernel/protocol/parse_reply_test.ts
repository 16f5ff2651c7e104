import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  parseCompleteReply,
  parseExecuteReply,
  parseInputRequest,
  parseInspectReply,
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

Deno.test("replies of completion and inspection have all that is read", () => {
  deepStrictEqual(parseCompleteReply({ status: "ok", matches: ["a"] }), {
    status: "ok",
    matches: ["a"],
    cursor_start: 0,
    cursor_end: 0,
    metadata: {},
  });
  deepStrictEqual(parseInspectReply({ found: true, data: { a: 1 } }), {
    status: "ok",
    found: true,
    data: { a: 1 },
    metadata: {},
  });
  strictEqual(parseInspectReply({ status: "error" }).status, "error");
});

Deno.test("what is no reply is refused", () => {
  throws(() => parseCompleteReply({ matches: "a" }), ContentError);
  throws(() => parseInspectReply({ found: 1 }), ContentError);
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
