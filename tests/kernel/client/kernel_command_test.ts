import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { KernelStartError } from "../../../kernel/client/client_errors.ts";
import {
  findKernel,
  ownKernel,
} from "../../../kernel/client/kernel_command.ts";

/** A folder of kernels with one of this name and `kernel.json`. */
function withKernel(
  name: string,
  text: string,
  use: (folder: string) => void,
): void {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.mkdirSync(join(folder, name));
    Deno.writeTextFileSync(join(folder, name, "kernel.json"), text);
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const spec = {
  argv: ["python-of-nobody", "-f", "{connection_file}"],
  display_name: "Python 3",
  language: "python",
};

Deno.test("findKernel() takes the first folder that has the kernel", () => {
  withKernel("Python3", JSON.stringify(spec), (folder) => {
    deepStrictEqual(findKernel("pythoN3", ["/nowhere", folder]), {
      name: "pythoN3",
      argv: ["python-of-nobody", "-f", "{connection_file}"],
      env: {},
      interruptMode: "signal",
      displayName: "Python 3",
      language: "python",
      isOurs: false,
    });
  });
});

Deno.test("findKernel() fills in what Jupyter fills in", () => {
  const full = {
    ...spec,
    argv: ["{resource_dir}/run", "{connection_file}", "{nothing}"],
    env: { A: "$HOME/x:${HOME}", B: "$$1 ${NO_SUCH_NAME}", C: 5 },
  };
  withKernel("full", JSON.stringify(full), (folder) => {
    const { argv, env } = findKernel("full", [folder]);
    deepStrictEqual(argv, [
      join(folder, "full", "run"),
      "{connection_file}",
      "{nothing}",
    ]);
    const home = Deno.env.get("HOME");
    deepStrictEqual(env, {
      A: `${home}/x:${home}`,
      B: "$1 ${NO_SUCH_NAME}",
      C: "5",
    });
  });
});

Deno.test("findKernel() runs Python of the environment that the kernel is in", () => {
  const prefix = Deno.realPathSync(Deno.makeTempDirSync());
  const kernels = join(prefix, "share", "jupyter", "kernels");
  Deno.mkdirSync(join(kernels, "py"), { recursive: true });
  Deno.mkdirSync(join(prefix, "bin"));
  Deno.writeTextFileSync(join(prefix, "bin", "python"), "");
  const path = join(kernels, "py", "kernel.json");
  const argv = ["python3", "{prefix}", "{connection_file}"];
  Deno.writeTextFileSync(path, JSON.stringify({ ...spec, argv }));
  deepStrictEqual(findKernel("py", [kernels]).argv, [
    join(prefix, "bin", "python"),
    prefix,
    "{connection_file}",
  ]);
  Deno.removeSync(prefix, { recursive: true });
});

Deno.test("findKernel() throws if there is none or it can't be read", () => {
  throws(() => findKernel("nope", ["/nowhere"]), KernelStartError);
  for (const text of ["{", "{}", '{"argv": [1]}', '{"argv": "python"}']) {
    withKernel("broken", text, (folder) => {
      throws(() => findKernel("broken", [folder]), KernelStartError);
    });
  }
});

Deno.test("findKernel() leaves its folders for no name", () => {
  withKernel("elsewhere", JSON.stringify(spec), (folder) => {
    const inside = join(folder, "kernels");
    for (const name of ["../elsewhere", "..", join(folder, "elsewhere")]) {
      throws(() => findKernel(name, [inside]), KernelStartError);
    }
  });
});

Deno.test("ownKernel() runs this checkout's kernel with all permissions", () => {
  const { argv, interruptMode } = ownKernel();
  strictEqual(argv[0], Deno.execPath());
  strictEqual(argv.at(-1), "{connection_file}");
  strictEqual(interruptMode, "message");
});
