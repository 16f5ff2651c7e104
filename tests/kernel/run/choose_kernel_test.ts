import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { join } from "node:path";
import { KernelStartError } from "../../../kernel/client/client_errors.ts";
import { kernelSpec } from "../../../kernel/install/kernelspec.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";
import { chooseKernel } from "../../../kernel/run/choose_kernel.ts";

const ours = (permissions: string[]) =>
  kernelSpec({ deno: "/d", root: "/r", displayName: "Ours", permissions });

const SPECS = {
  "Thaw-Safe": ours(["--allow-read=."]),
  python3: { argv: ["python", "-f"], display_name: "Py", language: "python" },
  ir: { argv: ["R"], display_name: "R", language: "R" },
};

/** What is chosen where these kernels are installed. */
function choose(
  metadata: Record<string, unknown>,
  asked?: string,
  permissions?: string[],
  specs: Record<string, object> = SPECS,
) {
  const folder = Deno.makeTempDirSync();
  try {
    for (const [name, spec] of Object.entries(specs)) {
      Deno.mkdirSync(join(folder, name));
      const path = join(folder, name, "kernel.json");
      Deno.writeTextFileSync(path, JSON.stringify(spec));
    }
    const text = JSON.stringify({ nbformat: 4, metadata, cells: [] });
    return chooseKernel(parseNotebook(text), asked, permissions, [folder]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** The flags for cells at the end of a command. */
function flags({ argv }: { argv: string[] }): string[] {
  return argv.filter((part) => /^--(allow|deny)-(?!all)/.test(part));
}

Deno.test("chooseKernel() takes our own for TypeScript without a kernel", () => {
  for (
    const metadata of [
      {},
      { kernelspec: null },
      { kernelspec: { name: "thaw" } },
      { kernelspec: { name: "deno", language: "typescript" } },
      { kernelspec: { name: "tslab", language: "javascript" } },
      {
        kernelspec: { display_name: "x" },
        language_info: { name: "typescript" },
      },
      { kernelspec: { name: 7, language: ["x"] } },
    ]
  ) {
    const command = choose(metadata);
    deepStrictEqual([command.isOurs, flags(command)], [true, []]);
  }
});

Deno.test("chooseKernel() honours the permissions of our kernel that is named", () => {
  const metadata = {
    kernelspec: { name: "thaw-safe", language: "typescript" },
  };
  const command = choose(metadata);
  deepStrictEqual(flags(command), ["--allow-read=."]);
  strictEqual(command.name, "thaw-safe");
  // It runs in this checkout's code.
  strictEqual(command.argv[0], Deno.execPath());
  const named = choose({ kernelspec: { name: "thaw" } }, undefined, undefined, {
    thaw: ours(["--deny-net"]),
  });
  deepStrictEqual(flags(named), ["--deny-net"]);
});

Deno.test("chooseKernel() refuses a kernel that is not installed, and lists them", () => {
  for (const name of ["thaw-saf", "deno-safe"]) {
    throws(
      () => choose({ kernelspec: { name, language: "typescript" } }),
      (error: Error) => {
        match(error.message, new RegExp(`no kernel ${name}`));
        match(error.message, /ir, python3, thaw-safe/);
        return error instanceof KernelStartError;
      },
    );
  }
  throws(() => choose({}, "thaw-saf"), /did you mean thaw-safe\?/);
});

Deno.test("chooseKernel() takes the notebook's for other languages", () => {
  const python = { name: "python3", language: "python" };
  strictEqual(choose({ kernelspec: python }).name, "python3");
  strictEqual(choose({ kernelspec: { name: "ir" } }).name, "ir");
  strictEqual(choose({ language_info: { name: "python" } }).name, "python3");
  throws(() => choose({ language_info: { name: "julia" } }), /none for julia/);
  const databricks = { language: "python" };
  strictEqual(
    choose({ "application/vnd.databricks.v1+notebook": databricks }).name,
    "python3",
  );
});

Deno.test("chooseKernel() takes what the user asked for first", () => {
  strictEqual(choose({ kernelspec: { name: "thaw" } }, "ir").name, "ir");
  const restricted = choose({}, undefined, ["--allow-env"]);
  deepStrictEqual(flags(restricted), ["--allow-env"]);
  const metadata = { kernelspec: { name: "thaw-safe" } };
  deepStrictEqual(flags(choose(metadata, undefined, ["--deny-run"])), [
    "--deny-run",
  ]);
  throws(() => choose({}, "ir", ["--allow-env"]), /ir takes no --allow/);
});
