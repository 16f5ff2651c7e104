/**
 * Brings all the kernel needs into Deno's cache, so that its first start, and
 * every later one, needs no network. The task `notebooks` runs it by itself.
 *
 * @module
 */

import { join } from "node:path";
import { InstallError } from "./install_error.ts";
import { removeSourceMaps } from "./remove_source_maps.ts";

/**
 * What is started, what notebooks import by the name `thaw`, and the language
 * server, which nothing imports.
 */
const ENTRIES = [
  "kernel/main.ts",
  "kernel/thaw.ts",
  "kernel/language/packages.ts",
  "lib/mod.ts",
];

/**
 * Fetches what is missing, in the versions of the lock file, and leaves out
 * what takes room and is never read.
 *
 * @param deno Absolute path of the Deno that will run the kernel.
 * @param root Absolute path of the checkout.
 * @throws {InstallError} If something can't be fetched.
 */
export async function cachePackages(deno: string, root: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(deno, {
    args: [
      "cache",
      "--quiet",
      "--config",
      join(root, "deno.json"),
      ...ENTRIES.map((entry) => join(root, entry)),
    ],
    stdin: "null",
  }).output();
  if (!success) {
    const reason = new TextDecoder().decode(stderr).trim();
    throw new InstallError(`The kernel's packages can't be fetched: ${reason}`);
  }
  await removeSourceMaps(import.meta.resolve("@tensorflow/tfjs"));
}

if (import.meta.main) {
  try {
    await cachePackages(
      Deno.execPath(),
      join(import.meta.dirname!, "..", ".."),
    );
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
