import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { environments } from "../../../kernel/config/environments.ts";

Deno.test({
  name: "environments() are those of the commands on PATH, and active ones",
  ignore: Deno.build.os === "windows",
  fn() {
    const folder = Deno.realPathSync(Deno.makeTempDirSync());
    const make = (...parts: string[]) => {
      const path = join(folder, ...parts);
      Deno.mkdirSync(join(path, ".."), { recursive: true });
      Deno.writeTextFileSync(path, "");
      return path;
    };
    const found = (env: Record<string, string>) =>
      environments({ os: "linux", env: (name) => env[name] })
        .map(({ prefix, isOwn }) => [prefix.slice(folder.length + 1), isOwn]);
    try {
      make("venv", "pyvenv.cfg");
      make("venv", "bin", "python3");
      // pipx: a command in a folder of commands leads to its environment.
      const jupyter = make("pipx", "bin", "jupyter");
      make("pipx", "pyvenv.cfg");
      Deno.mkdirSync(join(folder, "local", "bin"), { recursive: true });
      Deno.symlinkSync(jupyter, join(folder, "local", "bin", "jupyter"));
      make("conda", "conda-meta");
      const PATH = ["none", "local/bin", "venv/bin"]
        .map((part) => join(folder, part)).join(":");
      deepStrictEqual(found({ PATH }), [
        ["local", false],
        ["pipx", true],
        ["venv", true],
      ]);
      const conda = join(folder, "conda");
      deepStrictEqual(found({ CONDA_PREFIX: conda }), [["conda", false]]);
      deepStrictEqual(
        found({ CONDA_PREFIX: conda, CONDA_DEFAULT_ENV: "mine" }),
        [["conda", true]],
      );
      deepStrictEqual(found({ PATH: "" }), []);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
