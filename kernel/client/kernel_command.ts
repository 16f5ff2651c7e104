/**
 * How a kernel is started: this checkout's own, or any that Jupyter knows.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 *
 * @module
 */

import { dirname, join, sep } from "node:path";
import { environments } from "../config/environments.ts";
import { isFile } from "../config/is_file.ts";
import { isPermission } from "../config/permission_flags.ts";
import { kernelFolders, thisMachine } from "../config/jupyter_folders.ts";
import { didYouMean } from "../config/nearest.ts";
import { CHECKOUT } from "../config/own_config.ts";
import {
  DISPLAY_NAME,
  isOurKernelSpec,
  kernelSpec,
} from "../install/kernelspec.ts";
import { KernelStartError } from "./client_errors.ts";

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
  /** Whether it is Thaw's, so that its cells are TypeScript and restrictable. */
  isOurs: boolean;
}

/**
 * The kernel of this checkout, whether it is installed or not.
 *
 * @param permissions Deno's flags for its cells; none means all.
 */
export function ownKernel(permissions: string[] = []): KernelCommand {
  const { argv, display_name, language } = kernelSpec({
    deno: Deno.execPath(),
    root: CHECKOUT,
    displayName: DISPLAY_NAME,
    permissions,
  });
  return {
    name: "thaw",
    argv,
    env: {},
    interruptMode: "message",
    displayName: display_name,
    language,
    isOurs: true,
  };
}

/** An installed kernel's folder. */
interface KernelFolder {
  name: string;
  path: string;
}

/**
 * Finds an installed kernel, as Jupyter does.
 *
 * One of Thaw's own runs in this checkout's code with the permissions that it
 * was installed with.
 *
 * @param folders Where to look, first come first served.
 * @throws {KernelStartError} If there is none, or its `kernel.json` is broken.
 */
export function findKernel(
  name: string,
  folders: string[] = jupyterKernelFolders(),
): KernelCommand {
  const kernels = listKernels(folders);
  const found = kernels.get(name.toLowerCase());
  if (found) return read(name, found.path);
  if (name === "thaw") return ownKernel();
  const names = [...kernels.keys()];
  throw new KernelStartError(
    `There is no kernel ${name}${didYouMean(name, names)}; installed: ` +
      `${names.sort().join(", ") || "none"}; thaw, this checkout's own, ` +
      "needs no installation",
  );
}

/** An installed kernel for a language; the one of its usual name, if any. */
export function findKernelFor(
  language: string,
  folders: string[] = jupyterKernelFolders(),
): KernelCommand | undefined {
  const usual = language.toLowerCase() === "python" ? "python3" : language;
  const kernels = listKernels(folders);
  const names = [...kernels.keys()]
    .sort((a, b) => Number(b === usual) - Number(a === usual));
  for (const name of names) {
    try {
      const command = read(name, kernels.get(name)!.path);
      if (command.language.toLowerCase() === language.toLowerCase()) {
        return command;
      }
    } catch {
      // A broken specification can't be for that language.
    }
  }
}

/** Jupyter's folders of kernels on this machine. */
function jupyterKernelFolders(): string[] {
  return kernelFolders(thisMachine, environments());
}

/** Kernels by their names in small letters, as Jupyter compares them. */
function listKernels(folders: string[]): Map<string, KernelFolder> {
  const kernels = new Map<string, KernelFolder>();
  for (const folder of folders) {
    for (const { name } of entries(folder)) {
      const key = name.toLowerCase();
      const path = join(folder, name);
      // Jupyter's rule for names.
      if (!/^[a-z0-9._-]+$/.test(key) || kernels.has(key)) continue;
      if (isFile(join(path, "kernel.json"))) kernels.set(key, { name, path });
    }
  }
  return kernels;
}

function entries(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return [];
  }
}

function read(name: string, folder: string): KernelCommand {
  const path = join(folder, "kernel.json");
  try {
    const text = Deno.readTextFileSync(path);
    const spec = JSON.parse(text);
    if (
      !Array.isArray(spec.argv) || spec.argv.length === 0 ||
      !spec.argv.every((part: unknown) => typeof part === "string")
    ) {
      throw new TypeError("argv is not a list of texts");
    }
    const env = substituted(spec.env ?? {});
    const displayName = String(spec.display_name ?? name);
    if (isOurKernelSpec(text)) {
      const own = ownKernel(permissionsOf(spec.argv));
      return { ...own, name, env, displayName };
    }
    return {
      name,
      argv: programArgs(spec.argv, folder),
      env,
      interruptMode: spec.interrupt_mode === "message" ? "message" : "signal",
      displayName,
      language: String(spec.language ?? ""),
      isOurs: false,
    };
  } catch (error) {
    throw new KernelStartError(`${path}: ${(error as Error).message}`);
  }
}

/** The flags for cells of one of ours, which follow the script's name. */
export function permissionsOf(argv: string[]): string[] {
  const script = argv.findIndex((part) =>
    /[\\/]kernel[\\/]main\.ts$/.test(part)
  );
  return argv.slice(script + 1).filter(isPermission);
}

/** With Jupyter's own placeholders filled in, and Python that of the prefix. */
function programArgs(argv: string[], folder: string): string[] {
  const prefix = prefixOf(folder);
  const places: Record<string, string | undefined> = {
    resource_dir: folder,
    prefix,
  };
  const [program, ...args] = argv.map((part) =>
    part.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole)
  );
  // Jupyter would run it by the Python that Jupyter itself runs in.
  const python = /^python(3(\.\d+)?)?$/.test(program) && prefix !== undefined
    ? pythonOf(prefix)
    : undefined;
  return [python ?? program, ...args];
}

/** The environment that a kernel's folder lies in, else the first there is. */
function prefixOf(folder: string): string | undefined {
  const ending = join("share", "jupyter", "kernels");
  const kernels = dirname(folder);
  return kernels.endsWith(sep + ending) &&
      pythonOf(kernels.slice(0, -ending.length - 1))
    ? kernels.slice(0, -ending.length - 1)
    : environments()[0]?.prefix;
}

function pythonOf(prefix: string): string | undefined {
  return [join(prefix, "bin", "python"), join(prefix, "bin", "python3")]
    .concat(join(prefix, "python.exe"), join(prefix, "Scripts", "python.exe"))
    .find(isFile);
}

/** `${NAME}` and `$NAME` stand for what the environment has; `$$` for `$`. */
function substituted(env: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => [
      key,
      String(value).replace(
        /\$(?:(\$)|([a-z_]\w*)|\{([a-z_]\w*)\})/gi,
        (whole, dollar, plain, braced) =>
          dollar ?? Deno.env.get(plain ?? braced) ?? whole,
      ),
    ]),
  );
}
