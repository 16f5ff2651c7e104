/**
 * Takes an installation away again: the files it consists of, if they are
 * ours, and a folder that is empty then.
 *
 * @module
 */

import { basename, dirname } from "node:path";
import { InstallError } from "./install_error.ts";
import type { Installation } from "./installation.ts";
import { isOurKernelSpec } from "./kernelspec.ts";
import { ourKernels } from "./lab_extension_folder.ts";
import { isOurLauncher } from "./launcher.ts";
import { textOf } from "./text_of.ts";

/**
 * Lists what is there to remove.
 *
 * @returns Absolute paths of files, `kernel.json` first.
 * @throws {InstallError} If the kernel of that name is another one.
 */
export async function removable(
  { folder, spec, logos, launcher }: Installation,
): Promise<string[]> {
  const found: string[] = [];
  const specText = await textOf(spec.path);
  if (specText !== undefined) {
    if (!isOurKernelSpec(specText)) {
      throw new InstallError(
        `${folder} holds another kernel; it was not touched`,
      );
    }
    found.push(spec.path);
    for (const { path } of logos) {
      if (await textOf(path) !== undefined) found.push(path);
    }
  }
  const launcherText = await textOf(launcher.path);
  if (
    launcherText !== undefined && isOurLauncher(launcherText) &&
    !await hasOtherKernel(folder)
  ) found.push(launcher.path);
  return found;
}

/** Whether a kernel of ours beside this one is there, which has the same command. */
async function hasOtherKernel(folder: string): Promise<boolean> {
  const others = await ourKernels(dirname(folder));
  return others.some((other) => other !== basename(folder));
}

/** Removes the files that `removable()` listed. */
export async function removeInstallation(
  { folder }: Installation,
  found: string[],
): Promise<void> {
  for (const path of found) await Deno.remove(path);
  await removeIfEmpty(folder);
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await Deno.remove(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    // Not empty: what is left is not ours.
    if ((error as { code?: string }).code === "ENOTEMPTY") return;
    throw error;
  }
}
