/**
 * How a kernel is started: this checkout's own, or any that Jupyter knows.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 *
 * @module
 */

import { join } from "node:path";
import { DISPLAY_NAME, kernelSpec } from "../install/kernelspec.ts";
import { KernelStartError } from "./client_errors.ts";

const ROOT = join(import.meta.dirname!, "..", "..");

/** What a kernel specification says, as far as starting goes. */
export interface KernelCommand {
  /** What notebooks remember it by. */
  name: string;
  /** With `{connection_file}` where that belongs. */
  argv: string[];
  env: Record<string, string>;
  interruptMode: "message" | "signal";
  displayName: string;
  language: string;
}

/** The kernel of this checkout, whether it is installed or not. */
export function ownKernel(): KernelCommand {
  const { argv, display_name, language } = kernelSpec({
    deno: Deno.execPath(),
    root: ROOT,
    displayName: DISPLAY_NAME,
    permissions: [],
  });
  return {
    name: "thaw",
    argv,
    env: {},
    interruptMode: "message",
    displayName: display_name,
    language,
  };
}

/**
 * Finds an installed kernel, as Jupyter does.
 *
 * @param folders Where to look, first come first served.
 * @throws {KernelStartError} If there is none, or its `kernel.json` is broken.
 */
export function findKernel(
  name: string,
  folders: string[] = kernelFolders(),
): KernelCommand {
  // Jupyter's rule; with others a notebook could name any folder.
  const isName = /^[a-z0-9_-][a-z0-9._-]*$/i.test(name);
  for (const folder of isName ? folders : []) {
    const path = join(folder, name.toLowerCase(), "kernel.json");
    let text: string;
    try {
      text = Deno.readTextFileSync(path);
    } catch {
      continue;
    }
    return read(name, path, text);
  }
  throw new KernelStartError(
    `There is no kernel ${name} in ${folders.join(", ")}`,
  );
}

function read(name: string, path: string, text: string): KernelCommand {
  try {
    const spec = JSON.parse(text);
    if (!spec.argv.every((part: unknown) => typeof part === "string")) {
      throw new TypeError("argv is not a list of texts");
    }
    return {
      name,
      argv: spec.argv,
      env: spec.env ?? {},
      interruptMode: spec.interrupt_mode ?? "signal",
      displayName: spec.display_name ?? name,
      language: spec.language ?? "",
    };
  } catch (error) {
    throw new KernelStartError(`${path}: ${(error as Error).message}`);
  }
}

/** Jupyter's folders of kernels on this machine, the user's own first. */
function kernelFolders(): string[] {
  const env = (name: string) => Deno.env.get(name) || undefined;
  const windows = Deno.build.os === "windows";
  const home = env(windows ? "USERPROFILE" : "HOME") ?? "";
  const user = env("JUPYTER_DATA_DIR") ?? {
    darwin: join(home, "Library", "Jupyter"),
    windows: join(env("APPDATA") ?? home, "jupyter"),
    linux: join(env("XDG_DATA_HOME") ?? join(home, ".local/share"), "jupyter"),
  }[Deno.build.os as string] ?? join(home, ".local", "share", "jupyter");
  const prefixes = [env("VIRTUAL_ENV"), env("CONDA_PREFIX")]
    .filter((prefix) => prefix !== undefined)
    .map((prefix) => join(prefix, "share", "jupyter"));
  const system = windows
    ? [join(env("PROGRAMDATA") ?? "C:\\ProgramData", "jupyter")]
    : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const more = (env("JUPYTER_PATH") ?? "").split(windows ? ";" : ":")
    .filter(Boolean);
  return [...more, user, ...prefixes, ...system]
    .map((folder) => join(folder, "kernels"));
}
