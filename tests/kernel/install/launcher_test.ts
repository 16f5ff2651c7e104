import { strictEqual } from "node:assert/strict";
import {
  isOurLauncher,
  launcherText,
} from "../../../kernel/install/launcher.ts";

Deno.test("launcherText() passes all arguments on", () => {
  const lines = launcherText("linux", "/bin/deno", "/thaw").split("\n");
  strictEqual(
    lines.at(-2),
    "exec /bin/deno run --allow-all --quiet --config /thaw/deno.json" +
      ' /thaw/kernel/thaw.ts "$@"',
  );
});

Deno.test("launcherText() quotes what a shell would take apart", () => {
  const text = launcherText("linux", "/it's here/deno", "/thaw");
  strictEqual(text.includes("exec '/it'\\''s here/deno' run"), true);
});

Deno.test("isOurLauncher() tells ours from others", () => {
  strictEqual(
    isOurLauncher(launcherText("windows", "C:\\deno.exe", "C:\\t")),
    true,
  );
  strictEqual(isOurLauncher("#!/bin/sh\n"), false);
});
