/**
 * Folders for connection files, whose keys must stay secret: only this user can
 * read them, and the next client removes them if this one is killed.
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
 * Makes a folder in the system's temporary folder or, if that can't be written
 * to, where Jupyter keeps its connection files.
 *
 * @throws {KernelStartError} If neither can be written to.
 */
export async function privateFolder(): Promise<string> {
  const data = jupyterData(thisMachine);
  const places = [tmpdir(), ...data ? [join(data, "runtime")] : []];
  if (!swept) places.forEach((place) => removeAbandoned(place, NAME));
  swept = true;
  let reason = "";
  for (const [index, dir] of places.entries()) {
    try {
      if (index > 0) await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
      const prefix = `thaw-kernel-${Deno.pid}-`;
      return await Deno.makeTempDir({ dir, prefix });
    } catch (error) {
      reason ||= (error as Error).message;
    }
  }
  throw new KernelStartError(
    `There is no folder for a kernel's connection file: ${reason}`,
  );
}
