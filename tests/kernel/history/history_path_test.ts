import { strictEqual } from "node:assert/strict";
import { historyPath } from "../../../kernel/history/history_path.ts";

function path(os: typeof Deno.build.os, env: Record<string, string>) {
  return historyPath({ os, env: (name) => env[name] });
}

Deno.test("historyPath() is in Jupyter's data folder on each system", () => {
  strictEqual(
    path("linux", { HOME: "/h" }),
    "/h/.local/share/jupyter/thaw/history.sqlite",
  );
  strictEqual(
    path("linux", { HOME: "/h", XDG_DATA_HOME: "/x" }),
    "/x/jupyter/thaw/history.sqlite",
  );
  strictEqual(
    path("darwin", { HOME: "/h" }),
    "/h/Library/Jupyter/thaw/history.sqlite",
  );
  strictEqual(
    path("windows", { USERPROFILE: "C:\\u" }),
    "C:\\u\\.jupyter\\data\\thaw\\history.sqlite",
  );
});

Deno.test("historyPath() follows JUPYTER_DATA_DIR", () => {
  const env = { HOME: "/h", JUPYTER_DATA_DIR: "/d" };
  strictEqual(path("linux", env), "/d/thaw/history.sqlite");
});

Deno.test("historyPath() is none without a home", () => {
  strictEqual(path("linux", {}), undefined);
});
