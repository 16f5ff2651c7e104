import { strictEqual as equal } from "node:assert/strict";
import { historyPath } from "../../../kernel/history/history_path.ts";

function path(os: typeof Deno.build.os, env: Record<string, string>) {
  return historyPath({ os, env: (name) => env[name] });
}

Deno.test("historyPath() is in Jupyter's data folder on each system", () => {
  equal(
    path("linux", { HOME: "/h" }),
    "/h/.local/share/jupyter/thaw/history.sqlite",
  );
  equal(
    path("linux", { HOME: "/h", XDG_DATA_HOME: "/x" }),
    "/x/jupyter/thaw/history.sqlite",
  );
  equal(
    path("darwin", { HOME: "/h" }),
    "/h/Library/Jupyter/thaw/history.sqlite",
  );
  equal(
    path("windows", { USERPROFILE: "C:\\u" }),
    "C:\\u\\.jupyter\\data\\thaw\\history.sqlite",
  );
});

Deno.test("historyPath() follows JUPYTER_DATA_DIR", () => {
  const env = { HOME: "/h", JUPYTER_DATA_DIR: "/d" };
  equal(path("linux", env), "/d/thaw/history.sqlite");
});

Deno.test("historyPath() is none without a home", () => {
  equal(path("linux", {}), undefined);
});
