import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  childPermissions,
  mayReadVariable,
} from "../../../../kernel/runtime/process/child_permissions.ts";

Deno.test("childPermissions() has Deno download only where cells may", () => {
  const offline = "--cached-only";
  for (
    const [flags, expected] of [
      [[], ["--allow-all"]],
      [["-A"], ["--allow-all"]],
      [["--allow-all", "--deny-run"], ["--allow-all", "--deny-run"]],
      [["--deny-run"], ["--allow-all", "--deny-run"]],
      [["--deny-net=a.com"], ["--allow-all", "--deny-net=a.com"]],
      [["--deny-net"], ["--allow-all", "--deny-net", offline]],
      [["--allow-read=."], ["--allow-read=.", offline]],
      [["--allow-net=a.com"], ["--allow-net=a.com", offline]],
      [["--allow-net"], ["--allow-net"]],
      [["--allow-import=a.com"], ["--allow-import=a.com"]],
      [["--allow-read", "--allow-import"], ["--allow-read", "--allow-import"]],
    ]
  ) deepStrictEqual(childPermissions(flags), expected, flags.join(" "));
});

Deno.test("mayReadVariable() follows the flags for the environment", () => {
  for (
    const [flags, expected] of [
      [["--allow-all"], true],
      [["--allow-env"], true],
      [["--allow-read=."], false],
      [["--allow-env=A,TOKEN"], true],
      [["--allow-env=A,TO*"], true],
      [["--allow-env=TOKENS"], false],
      [["--allow-all", "--deny-env"], false],
      [["--allow-env", "--deny-env=TOKEN"], false],
      [["--allow-all", "--deny-env=A"], true],
    ] as [string[], boolean][]
  ) strictEqual(mayReadVariable(flags, "TOKEN"), expected, flags.join(" "));
});
