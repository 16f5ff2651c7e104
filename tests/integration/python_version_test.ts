/** What is said where Python is too old, or there is none. */

import { match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { InstallError } from "../../kernel/install/install_error.ts";
import { pythonEnvironment } from "../../kernel/install/python_environment.ts";

Deno.test({
  name: "pythonEnvironment() says which Python it found",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    const path = Deno.env.get("PATH")!;
    const list = join(folder, "requirements.txt");
    await Deno.writeTextFile(list, "");
    await Deno.mkdir(join(folder, "bin"));
    const attempt = async (reason: RegExp) =>
      await rejects(
        () => pythonEnvironment(join(folder, "venv"), list, () => {}),
        (error: Error) => {
          match(error.message, reason);
          return error instanceof InstallError;
        },
      );
    try {
      Deno.env.set("PATH", join(folder, "bin"));
      await attempt(/3\.10 or newer .*: there is none$/);
      const script = "#!/bin/sh\necho 3.8\n";
      await Deno.writeTextFile(join(folder, "bin", "python3"), script, {
        mode: 0o755,
      });
      await attempt(/python3 is Python 3\.8$/);
    } finally {
      Deno.env.set("PATH", path);
      await Deno.remove(folder, { recursive: true });
    }
  },
});
