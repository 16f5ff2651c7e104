import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import {
  KernelDiedError,
  KernelReplyError,
} from "../../../kernel/client/client_errors.ts";
import { BadInputError } from "../../../kernel/notebook/bad_input_error.ts";
import { newResult, noteError } from "../../../kernel/run/file_result.ts";
import { Reporter } from "../../../kernel/run/reporter.ts";

/** What is noted of an error, and what is said of it on stderr. */
function noted(error: Error): { reason: string | undefined; said: string[] } {
  const said: string[] = [];
  const reporter = new Reporter();
  reporter.fail = (line) => void said.push(line);
  const result = newResult({ name: "a.ipynb", input: "a.ipynb" } as never);
  noteError(result, error, reporter);
  strictEqual(result.state, "not runnable");
  return { reason: result.reason, said };
}

Deno.test("noteError() does not blame Thaw where a kernel dies or breaks the protocol", () => {
  deepStrictEqual(noted(new KernelDiedError(3, "")), {
    reason: "The kernel died with exit code 3",
    said: [],
  });
  deepStrictEqual(noted(new KernelReplyError("no status")), {
    reason: "The kernel's reply can't be understood: no status",
    said: [],
  });
});

Deno.test("noteError() names a file once, and tells a fault of Thaw's with its stack", () => {
  const { reason } = noted(new BadInputError("a.ipynb: no such file"));
  strictEqual(reason, "no such file");
  const fault = noted(new Error("a fault"));
  strictEqual(fault.reason, "a fault of Thaw's own: a fault");
  match(fault.said.join("\n"), /^a\.ipynb: Error: a fault\n +at /);
});
