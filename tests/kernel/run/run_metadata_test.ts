import { deepStrictEqual } from "node:assert/strict";
import { kernelText } from "../../../kernel/run/run_metadata.ts";

Deno.test("kernelText() is a banner's first line, unless that is a drawing", () => {
  const named = (banner: string) =>
    kernelText({
      status: "ok",
      protocol_version: "5.5",
      implementation: "xeus-python",
      implementation_version: "0.17.4",
      language_info: {
        name: "python",
        version: "3.11",
        mimetype: "text/x-python",
        file_extension: ".py",
      },
      banner,
    });
  deepStrictEqual(
    [
      named("Python 3.11.15 | packaged\nType copyright"),
      named("  __  _____ _   _ ___\n  \\ \\/ / _ \\ | | / __|"),
      named(""),
    ],
    ["Python 3.11.15 | packaged", "xeus-python 0.17.4", "xeus-python 0.17.4"],
  );
});
