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
  argv: ["python", "-f", "{connection_file}"],
  display_name: "Python 3",
  language: "python",
};

Deno.test("findKernel() takes the first folder that has the kernel", () => {
  withKernel("python3", JSON.stringify(spec), (folder) => {
    deepStrictEqual(findKernel("Python3", ["/nowhere", folder]), {
      name: "Python3",
      argv: spec.argv,
      env: {},
      interruptMode: "signal",
      displayName: "Python 3",
      language: "python",
    });
  });
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
