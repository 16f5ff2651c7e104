import { deepStrictEqual, throws } from "node:assert/strict";
import {
  parseInputReply,
  parseRequest,
} from "../../../kernel/protocol/parse_request.ts";
import { ContentError } from "../../../kernel/protocol/shape.ts";

Deno.test("parseRequest() takes null for what a client leaves out, and keeps the rest", () => {
  deepStrictEqual(
    parseRequest("execute_request", {
      code: "1",
      silent: null,
      user_expressions: null,
      stop_on_error: false,
      theirs: [1],
    }),
    { code: "1", stop_on_error: false, theirs: [1] },
  );
  deepStrictEqual(
    parseRequest("history_request", {
      hist_access_type: "range",
      session: null,
      output: null,
    }),
    { hist_access_type: "range", output: false, raw: true },
  );
  deepStrictEqual(parseRequest("complete_request", { code: "a" }), {
    code: "a",
    cursor_pos: Infinity,
  });
  deepStrictEqual(parseRequest("comm_msg", { comm_id: "c", data: null }), {
    comm_id: "c",
    data: {},
  });
});

Deno.test("parseRequest() says which field is wrong, and how", () => {
  const wrong = [
    ["execute_request", {}, "code must be text, got nothing"],
    ["execute_request", { code: 7 }, "code must be text, got 7"],
    [
      "execute_request",
      { code: "", silent: "yes" },
      "silent must be true or false, got text",
    ],
    [
      "execute_request",
      { code: "", user_expressions: { a: { toString: 1 } } },
      'user_expressions["a"] must be text, got an object',
    ],
    [
      "complete_request",
      { code: "", cursor_pos: "1" },
      "cursor_pos must be a number, got text",
    ],
    [
      "history_request",
      { hist_access_type: "all" },
      "hist_access_type must be range or tail or search, got text",
    ],
    [
      "history_request",
      { hist_access_type: "tail", n: 1.5 },
      "n must be a whole number, got 1.5",
    ],
    [
      "history_request",
      { hist_access_type: "tail", n: 1e300 },
      "n must be a whole number, got 1e+300",
    ],
    ["comm_open", { comm_id: [] }, "comm_id must be text, got a list"],
    [
      "comm_msg",
      { comm_id: "c", data: [] },
      "data must be an object, got a list",
    ],
  ] as const;
  for (const [type, content, message] of wrong) {
    throws(() => parseRequest(type, content), new ContentError(message));
  }
});

Deno.test("parseInputReply() takes text and nothing else", () => {
  deepStrictEqual(parseInputReply({ value: "Ada" }), { value: "Ada" });
  for (const value of [undefined, null, 1, {}, { toString: 1 }, []]) {
    throws(() => parseInputReply({ value }), ContentError);
  }
});
