/**
 * Deno's own kernel, `deno jupyter`, for comparisons with ours.
 *
 * @module
 */

import { join } from "node:path";
import type { JupyterHome } from "./jupyter_home.ts";

/** Adds it under the name `deno` to what Jupyter finds there. */
export async function addDenoKernel({ env }: JupyterHome): Promise<void> {
  const folder = join(env.JUPYTER_PATH, "kernels", "deno");
  await Deno.mkdir(folder);
  const spec = {
    argv: [
      Deno.execPath(),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ],
    display_name: "Deno",
    language: "typescript",
  };
  await Deno.writeTextFile(join(folder, "kernel.json"), JSON.stringify(spec));
}
