import { match, strictEqual } from "node:assert/strict";
import { connectionFileWarning } from "../../../kernel/transport/connection_file_warning.ts";

Deno.test({
  name: "connectionFileWarning() speaks up when others can read the secret",
  ignore: Deno.build.os === "windows",
  fn: () => {
    const path = Deno.makeTempFileSync();
    try {
      Deno.chmodSync(path, 0o600);
      strictEqual(connectionFileWarning(path), undefined);
      for (const mode of [0o644, 0o640, 0o604, 0o666]) {
        Deno.chmodSync(path, mode);
        match(connectionFileWarning(path)!, /Other users .* should be 600/);
      }
    } finally {
      Deno.removeSync(path);
    }
  },
});
