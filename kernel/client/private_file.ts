/**
 * Connection files, whose keys must stay secret: only this user can read their
 * folder, and the next client removes it if this one is killed.
 *
 * @module
 */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeAbandoned } from "../config/abandoned_folders.ts";
import { jupyterData, thisMachine } from "../config/jupyter_folders.ts";
import { KernelStartError } from "./client_errors.ts";

/** Folders of one client begin so, then comes its process id. */
const NAME = /^thaw-kernel-(\d+)-/;

let swept = false;

/**
 * Writes a file, in a folder of its own, to the system's temporary folder or,
 * if that can't be written to or is full, to where Jupyter keeps its connection
 * files.
 *
 * @returns Its absolute path; the caller removes its folder.
 * @throws {KernelStartError} If neither can be written to.
 */
export async function privateFile(name: string, text: string): Promise<string> {
  const data = jupyterData(thisMachine);
  const places = [tmpdir(), ...data ? [join(data, "runtime")] : []];
  if (!swept) places.forEach((place) => removeAbandoned(place, NAME));
  swept = true;
  let reason = "";
  for (const [index, dir] of places.entries()) {
    let folder: string | undefined;
    try {
      if (index > 0) await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
      const prefix = `thaw-kernel-${Deno.pid}-`;
      folder = await Deno.makeTempDir({ dir, prefix });
      const path = join(folder, name);
      await Deno.writeTextFile(path, text, { mode: 0o600 });
      return path;
    } catch (error) {
      reason ||= (error as Error).message;
      if (folder) await Deno.remove(folder, { recursive: true });
    }
  }
  throw new KernelStartError(
    `There is no folder for a kernel's connection file: ${reason}`,
  );
}
