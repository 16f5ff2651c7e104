/**
 * Which kernel a notebook runs in.
 *
 * @module
 */

import {
  findKernel,
  findKernelFor,
  type KernelCommand,
  ownKernel,
} from "../client/kernel_command.ts";
import { KernelStartError } from "../client/client_errors.ts";
import { isDict, type Notebook } from "../notebook/notebook.ts";

/** Kernels of others for TypeScript, whose notebooks ours runs as well. */
const LIKE_OURS = ["deno", "tslab", "jslab"];

/** Whether cells in this language are for our kernel. */
export function isTypeScript(language: string): boolean {
  return /^(type|java)script$/i.test(language);
}

/** What the notebook's metadata say of its kernel. */
export function kernelOf({ metadata }: Notebook): {
  name: string | undefined;
  language: string | undefined;
} {
  const { kernelspec, language_info } = metadata;
  const databricks = metadata["application/vnd.databricks.v1+notebook"];
  const spec: Record<string, unknown> = isDict(kernelspec) ? kernelspec : {};
  const info = isDict(language_info) ? language_info : {};
  const [name, ...languages] = [
    ...[spec.name, spec.language, info.name],
    isDict(databricks) ? databricks.language : undefined,
  ]
    .map((value) => typeof value === "string" && value ? value : undefined);
  return { name, language: languages.find((value) => value !== undefined) };
}

/**
 * Whether these sources may find out their kernel's process, and end it. In this
 * process that would end the whole run, so it gets one of its own.
 */
export function knowsKernelProcess(sources: string[]): boolean {
  return sources.some((source) => /\bppid\b/i.test(source));
}

/**
 * How to start the kernel of a notebook.
 *
 * A notebook that names one of Thaw's kernels runs in it, with the permissions
 * it was installed with; one of Deno's or tslab's runs in our own, and so does
 * a TypeScript notebook that names none.
 *
 * @param asked By the user; counts before what the notebook says.
 * @param permissions For the cells of our own kernels, in place of what they
 *   were installed with.
 * @param folders Where kernels are installed. Default Jupyter's.
 * @throws {KernelStartError} If there is no such kernel, or it is not ours but
 *   is to be restricted.
 */
export function chooseKernel(
  notebook: Notebook,
  asked: string | undefined,
  permissions?: string[],
  folders?: string[],
): KernelCommand {
  const command = commandFor(notebook, asked, folders);
  if (permissions === undefined) return command;
  if (!command.isOurs) {
    throw new KernelStartError(
      `the kernel ${command.name} takes no --allow or --deny flags; only ` +
        "Thaw's can be restricted",
    );
  }
  const { argv } = ownKernel(permissions);
  return { ...command, argv };
}

function commandFor(
  notebook: Notebook,
  asked: string | undefined,
  folders: string[] | undefined,
): KernelCommand {
  if (asked !== undefined) return findKernel(asked, folders);
  const { name, language } = kernelOf(notebook);
  if (name !== undefined) {
    const isForeign = language !== undefined && !isTypeScript(language);
    const runsHere = LIKE_OURS.includes(name) && !isForeign;
    return findKernel(runsHere ? "thaw" : name, folders);
  }
  if (language === undefined || isTypeScript(language)) {
    return findKernel("thaw", folders);
  }
  const found = findKernelFor(language, folders);
  if (found) return found;
  throw new KernelStartError(
    `the notebook names no kernel, and none for ${language} is installed`,
  );
}
