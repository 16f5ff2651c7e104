import { strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { npmrcText } from "../../../kernel/config/npmrc_variables.ts";
import { readText } from "../../../kernel/config/read_text.ts";

Deno.test({
  name: "readText() gives a file's text, and never waits for a pipe's",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "a.json");
      await Deno.writeTextFile(path, "{}");
      strictEqual(readText(path), "{}");
      const pipe = join(folder, ".npmrc");
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      throws(() => readText(pipe), /is no regular file/);
      strictEqual(npmrcText(folder), "");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("readText() refuses a file that is too large to be configuration", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.truncate(path, 3 * 1024 ** 3);
    throws(() => readText(path), /is too large: 3221225472 bytes/);
  } finally {
    await Deno.remove(path);
  }
});
