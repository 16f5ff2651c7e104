import { deepStrictEqual } from "node:assert/strict";
import { withoutInspector } from "../../../kernel/config/without_inspector.ts";

Deno.test("withoutInspector() takes out what opens an inspector, and nothing else", () => {
  const cases: [string, string | undefined][] = [
    ["", undefined],
    ["--max-old-space-size=100", undefined],
    ["--require ./inspect.js", undefined],
    ["--inspect", ""],
    ["--inspect=0.0.0.0:9229 --no-warnings", "--no-warnings"],
    ["--no-warnings --inspect-brk", "--no-warnings"],
    ["--inspect-port=0 --inspect-wait", ""],
  ];
  for (const [given, left] of cases) {
    deepStrictEqual(
      withoutInspector(given),
      left === undefined ? {} : { NODE_OPTIONS: left },
    );
  }
});
