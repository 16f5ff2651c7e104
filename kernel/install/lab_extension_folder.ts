/**
 * Puts the JupyterLab extension beside the kernels of a place, and takes it
 * away with the last of them.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import {
  LABEXTENSION,
  labextension,
  type LabextensionFile,
} from "../lab/labextension.ts";
import { InstallError } from "./install_error.ts";
import { isOurKernelSpec } from "./kernelspec.ts";
import type { Locations } from "./locations.ts";
import { textOf } from "./text_of.ts";

/** Where JupyterLab looks for extensions, beside Jupyter's kernels. */
export function labextensionsFolder({ kernels }: Locations): string {
  return join(dirname(kernels), "labextensions");
}

/** The folder of our extension. */
export function ourLabextension(locations: Locations): string {
  return join(labextensionsFolder(locations), LABEXTENSION);
}

/** Whether the folder holds an extension of ours, or nothing. */
async function isOursOrFree(folder: string): Promise<boolean> {
  try {
    if ([...Deno.readDirSync(folder)].length === 0) return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
  const text = await textOf(join(folder, "package.json"));
  return text !== undefined && /shows the figures of Thaw/i.test(text);
}

/**
 * Does nothing, unless another extension has our name.
 *
 * @throws {InstallError} Then.
 */
export async function refuseOtherLabextension(
  locations: Locations,
): Promise<void> {
  const folder = ourLabextension(locations);
  if (await isOursOrFree(folder)) return;
  throw new InstallError(
    `${folder} holds another extension; move it away first`,
  );
}

/**
 * Writes the extension over an earlier one of ours, whole or not at all.
 *
 * @param version Of Thaw.
 */
export async function writeLabextension(
  locations: Locations,
  version: string,
): Promise<void> {
  await replaceFolder(ourLabextension(locations), labextension(version));
}

/** Writes beside it first, so that Lab never sees half an extension. */
export async function replaceFolder(
  folder: string,
  files: LabextensionFile[],
): Promise<void> {
  const half = `${folder}.${Deno.pid}`;
  try {
    for (const { path, source } of files) {
      const target = join(half, ...path.split("/"));
      await Deno.mkdir(dirname(target), { recursive: true });
      if ("text" in source) await Deno.writeTextFile(target, source.text);
      else if ("bytes" in source) await Deno.writeFile(target, source.bytes);
      else await Deno.writeFile(target, await Deno.readFile(source.copyOf));
    }
    await removeFolder(folder);
    await Deno.rename(half, folder);
  } catch (error) {
    await removeFolder(half);
    throw error;
  }
}

/** Removes a folder, if it is there. */
async function removeFolder(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Removes an extension's folder, and that of its scope if it is empty then. */
export async function removeExtension(folder: string): Promise<void> {
  await removeFolder(folder);
  const scope = dirname(folder);
  if (!basename(scope).startsWith("@")) return;
  try {
    await Deno.remove(scope);
  } catch (error) {
    // Other extensions of the scope are there.
    if ((error as { code?: string }).code !== "ENOTEMPTY") throw error;
  }
}

/** Names of the kernels of ours in the place. */
export async function ourKernels(kernels: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(kernels)) {
      const text = await textOf(join(kernels, name, "kernel.json"));
      if (text !== undefined && isOurKernelSpec(text)) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}

/**
 * The extension's folder, if it is there and no kernel of ours but `name`
 * needs it.
 */
export async function removableLabextension(
  locations: Locations,
  name: string,
): Promise<string | undefined> {
  const folder = ourLabextension(locations);
  const manifest = await textOf(join(folder, "package.json"));
  if (manifest === undefined || !await isOursOrFree(folder)) return undefined;
  const others = await ourKernels(locations.kernels);
  return others.every((other) => other === name) ? folder : undefined;
}
