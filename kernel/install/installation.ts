/**
 * What an installation consists of: a pure list of files, which `--dry-run`
 * prints, `writeInstallation()` writes and `removeInstallation()` removes.
 *
 * @module
 */

import { join } from "node:path";
import { kernelSpec } from "./kernelspec.ts";
import { launcherName, launcherText } from "./launcher.ts";
import type { Machine } from "../config/jupyter_folders.ts";
import type { Locations } from "./locations.ts";
import type { InstallOptions } from "./options.ts";

/** A file to write. */
export interface PlannedFile {
  /** Absolute path. */
  path: string;
  /** Its text, or the absolute path of the file it is a copy of. */
  source: { text: string } | { copyOf: string };
  executable: boolean;
}

/** All files of one installation. */
export interface Installation {
  /** The kernel's own folder; `kernel.json` and the logos lie in it. */
  folder: string;
  spec: PlannedFile;
  logos: PlannedFile[];
  launcher: PlannedFile;
}

const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/**
 * Lists the files.
 *
 * @param options What the user asked for.
 * @param locations The folders that `options.place` stands for.
 * @param machine Where this runs.
 * @param root Absolute path of the checkout.
 * @param deno Absolute path of the Deno to point to.
 */
export function planInstallation(
  options: InstallOptions,
  locations: Locations,
  machine: Machine,
  root: string,
  deno: string,
): Installation {
  const folder = join(locations.kernels, options.name);
  const spec = kernelSpec({
    deno,
    root,
    displayName: options.displayName,
    permissions: options.permissions,
    denoDir: machine.env("DENO_DIR"),
  });
  return {
    folder,
    spec: {
      path: join(folder, "kernel.json"),
      source: { text: `${JSON.stringify(spec, null, 2)}\n` },
      executable: false,
    },
    logos: LOGOS.map((name) => ({
      path: join(folder, name),
      source: { copyOf: join(root, "kernel", "install", "logo", name) },
      executable: false,
    })),
    launcher: {
      path: join(locations.commands, launcherName(machine.os)),
      source: { text: launcherText(machine.os, deno, root) },
      executable: machine.os !== "windows",
    },
  };
}
