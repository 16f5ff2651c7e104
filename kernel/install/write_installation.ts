/**
 * Puts the files of an installation on disk, over an earlier one of ours but
 * over nothing else.
 *
 * @module
 */

import { dirname } from "node:path";
import { InstallError } from "./install_error.ts";
import type { Installation, PlannedFile } from "./installation.ts";
import { isOurKernelSpec } from "./kernelspec.ts";
import { isOurLauncher } from "./launcher.ts";
import { textOf } from "./text_of.ts";
import { writeBeside } from "./write_beside.ts";

/**
 * Writes all files, each whole or not at all; `kernel.json` comes last, so
 * Jupyter never sees a kernel that is half there.
 *
 * @throws {InstallError} If another kernel or another program has the name,
 * before anything is written.
 */
export async function writeInstallation(
  { folder, spec, logos, launcher }: Installation,
): Promise<void> {
  const formerSpec = await textOf(spec.path);
  if (formerSpec !== undefined && !isOurKernelSpec(formerSpec)) {
    throw new InstallError(
      `${folder} holds another kernel; choose another --name`,
    );
  }
  const formerLauncher = await textOf(launcher.path);
  if (formerLauncher !== undefined && !isOurLauncher(formerLauncher)) {
    throw new InstallError(
      `${launcher.path} is another program; move it, or choose a --prefix`,
    );
  }
  for (const file of [...logos, launcher, spec]) await write(file);
}

async function write(
  { path, source, executable }: PlannedFile,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await writeBeside(path, async (half) => {
    if ("text" in source) await Deno.writeTextFile(half, source.text);
    else await Deno.writeFile(half, await Deno.readFile(source.copyOf));
    if (executable) await Deno.chmod(half, 0o755);
  });
}
