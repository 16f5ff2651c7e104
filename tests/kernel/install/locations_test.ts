import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { Machine } from "../../../kernel/config/jupyter_folders.ts";
import { InstallError } from "../../../kernel/install/install_error.ts";
import {
  isOnPath,
  prefixLocations,
  thawData,
  userLocations,
} from "../../../kernel/install/locations.ts";

function machine(os: Machine["os"], env: Record<string, string>): Machine {
  return { os, env: (name) => env[name] };
}

Deno.test("userLocations() follows Jupyter on Linux", () => {
  deepStrictEqual(userLocations(machine("linux", { HOME: "/h" })), {
    kernels: "/h/.local/share/jupyter/kernels",
    commands: "/h/.local/bin",
  });
});

Deno.test("userLocations() follows Jupyter on macOS", () => {
  deepStrictEqual(userLocations(machine("darwin", { HOME: "/h" })), {
    kernels: "/h/Library/Jupyter/kernels",
    commands: "/h/.local/bin",
  });
});

Deno.test("userLocations() follows Jupyter on Windows", () => {
  const env = { USERPROFILE: "C:\\u", APPDATA: "C:\\u\\data" };
  deepStrictEqual(userLocations(machine("windows", env)), {
    kernels: "C:\\u\\data\\jupyter\\kernels",
    commands: "C:\\u\\.local\\bin",
  });
});

Deno.test("userLocations() obeys XDG_DATA_HOME, and JUPYTER_DATA_DIR before it", () => {
  const env: Record<string, string> = { HOME: "/h", XDG_DATA_HOME: "/x" };
  strictEqual(
    userLocations(machine("linux", env)).kernels,
    "/x/jupyter/kernels",
  );
  env.JUPYTER_DATA_DIR = "/j";
  strictEqual(userLocations(machine("linux", env)).kernels, "/j/kernels");
});

Deno.test("userLocations() throws without a home", () => {
  throws(() => userLocations(machine("linux", {})), InstallError);
});

Deno.test("prefixLocations() puts both under the prefix", () => {
  deepStrictEqual(prefixLocations("/p", machine("linux", {})), {
    kernels: "/p/share/jupyter/kernels",
    commands: "/p/bin",
  });
});

Deno.test("thawData() is our folder among the user's data", () => {
  strictEqual(
    thawData(machine("linux", { HOME: "/h" })),
    "/h/.local/share/thaw",
  );
});

Deno.test("isOnPath() does not mind a trailing slash", () => {
  const shell = machine("linux", { PATH: "/usr/bin:/h/bin/" });
  strictEqual(isOnPath("/h/bin", shell), true);
  strictEqual(isOnPath("/h", shell), false);
});
