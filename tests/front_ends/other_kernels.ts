/**
 * `thaw run` with a kernel beside ipykernel that speaks to Jupyter by code of
 * its own: xeus-python, in C++. Kernels for R are in no package registry.
 *
 * @module
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { dirname } from "node:path";
import { result, Workplace } from "../harness/workplace.ts";

/** @param program The Python of an environment that has xeus-python. */
export async function runOtherKernels(program: string): Promise<void> {
  await using place = new Workplace();
  place.notebook(
    "x.ipynb",
    [
      ["n = 1", "parameters"],
      ["print(n)\nn + 1"],
      ["1 / 0", "raises-exception"],
      ["import time\ntime.sleep(60)"],
    ],
    { kernelspec: { name: "xpython", display_name: "X", language: "python" } },
  );
  const PATH = `${dirname(program)}:${Deno.env.get("PATH")}`;
  const args = ["run", "x.ipynb", "--set", "n=41", "--timeout", "10"];
  const { code, stderr } = await result(place.start(args, { env: { PATH } }));
  strictEqual(code, 1, stderr);
  match(stderr, /cell 5 .* failed: The cell took longer than 10 s/);
  const { cells, metadata } = place.read("x.executed.ipynb");
  deepStrictEqual(
    cells[2].outputs.map(({ text, data }: Record<string, unknown>) =>
      text ?? (data as Record<string, unknown>)["text/plain"]
    ),
    [["41\n"], ["42"]],
  );
  strictEqual(cells[3].outputs[0].output_type, "error");
  match(metadata.thaw.kernel, /^xeus-python \d/);
}

if (import.meta.main) await runOtherKernels(Deno.args[0]);
