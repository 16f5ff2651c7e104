import { strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { readConnectionFile } from "../../../kernel/transport/read_connection_file.ts";
import { TransportError } from "../../../kernel/transport/transport_error.ts";

Deno.test("readConnectionFile() names the file and what is wrong with it", () => {
  const folder = Deno.makeTempDirSync();
  const path = join(folder, "kernel.json");
  const fails = (path: string, reason: string) =>
    throws(() => readConnectionFile(path), (error: Error) => {
      strictEqual(error instanceof TransportError, true, String(error));
      strictEqual(error.message, `${path}: ${reason}`);
      return true;
    });
  try {
    fails(path, "no such file");
    fails(folder, "a folder, no file");
    Deno.writeTextFileSync(path, "{");
    fails(path, "The connection file is not JSON");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
