import { ok, strictEqual } from "node:assert/strict";
import { isAbsolute, join } from "node:path";
import {
  cacheFolder,
  denoFolder,
} from "../../../kernel/config/cache_folder.ts";

Deno.test("caches lie in no notebook's folder, also where nothing names a home", () => {
  for (const os of ["linux", "darwin", "windows"] as const) {
    for (const home of [undefined, ""]) {
      const options = {
        os,
        env: (name: string) => name === "HOME" ? home : undefined,
      };
      ok(isAbsolute(cacheFolder(options)), os);
      ok(isAbsolute(denoFolder(options)), os);
    }
  }
  const env = (name: string) => ({ HOME: "/home/ada" })[name];
  strictEqual(
    cacheFolder({ os: "linux", env }),
    join("/home/ada", ".cache", "thaw"),
  );
});
