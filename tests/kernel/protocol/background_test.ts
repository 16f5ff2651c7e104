import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { kernelInfoRequest } from "../../../kernel/handlers/kernel_info_request.ts";
import { tellsBackground } from "../../../kernel/protocol/background.ts";
import {
  parseBackgroundReply,
  parseKernelInfoReply,
} from "../../../kernel/protocol/parse_reply.ts";

Deno.test("only kernels that say so are asked for errors in the background", () => {
  strictEqual(tellsBackground(kernelInfoRequest()), true);
  for (const supported_features of [undefined, null, [], ["debugger"]]) {
    const info = parseKernelInfoReply({ status: "ok", supported_features });
    strictEqual(tellsBackground(info), false, `${supported_features}`);
  }
  strictEqual(
    tellsBackground(parseKernelInfoReply({ status: "error" })),
    false,
  );
});

Deno.test("parseBackgroundReply() takes what a kernel could tell", () => {
  const error = { ename: "E", evalue: "x", traceback: ["E: x"] };
  deepStrictEqual(
    parseBackgroundReply({
      status: "ok",
      errors: [{ ...error, execution_count: 2 }, error],
    }),
    [{ ...error, execution_count: 2 }, error],
  );
  deepStrictEqual(parseBackgroundReply({ status: "error", ename: "E" }), []);
});
