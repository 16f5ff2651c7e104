import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  jupyterData,
  kernelFolders,
  type Machine,
} from "../../../kernel/config/jupyter_folders.ts";

function machine(os: Machine["os"], env: Record<string, string>): Machine {
  return { os, env: (name) => env[name] };
}

Deno.test("jupyterData() is where jupyter_core looks", () => {
  for (
    const [os, env, folder] of [
      ["linux", { HOME: "/h" }, "/h/.local/share/jupyter"],
      ["linux", { HOME: "/h", XDG_DATA_HOME: "/x" }, "/x/jupyter"],
      ["darwin", { HOME: "/h" }, "/h/Library/Jupyter"],
      ["windows", { APPDATA: "C:\\a" }, "C:\\a\\jupyter"],
      ["windows", { USERPROFILE: "C:\\u" }, "C:\\u\\.jupyter\\data"],
      ["windows", { JUPYTER_CONFIG_DIR: "C:\\c" }, "C:\\c\\data"],
      ["linux", { JUPYTER_DATA_DIR: "/d", HOME: "/h" }, "/d"],
      ["linux", {}, undefined],
    ] as [Machine["os"], Record<string, string>, string | undefined][]
  ) strictEqual(jupyterData(machine(os, env)), folder);
});

Deno.test("kernelFolders() puts an environment of one's own before the user", () => {
  const env = { HOME: "/h", JUPYTER_PATH: "/a:/b" };
  const venv = { prefix: "/venv", isOwn: true };
  const python = { prefix: "/usr/local", isOwn: false };
  const [a, b, user, own, system] = [
    "/a/kernels",
    "/b/kernels",
    "/h/.local/share/jupyter/kernels",
    "/venv/share/jupyter/kernels",
    "/usr/local/share/jupyter/kernels",
  ];
  const last = "/usr/share/jupyter/kernels";
  const folders = (more: Record<string, string> = {}) =>
    kernelFolders(machine("linux", { ...env, ...more }), [venv, python]);
  deepStrictEqual(folders(), [a, b, own, user, system, last]);
  deepStrictEqual(folders({ JUPYTER_PREFER_ENV_PATH: "0" }), [
    a,
    b,
    user,
    own,
    system,
    last,
  ]);
  deepStrictEqual(folders({ JUPYTER_PREFER_ENV_PATH: "1" }), [
    a,
    b,
    own,
    system,
    user,
    last,
  ]);
});
