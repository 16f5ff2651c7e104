/**
 * What a run notes in a notebook's metadata: versions and duration. Not in
 * its outputs, which a rerun must repeat.
 *
 * @module
 */

import type { Kernel } from "../client/kernel.ts";
import { findConfig } from "../config/find_config.ts";
import { OWN_CONFIG } from "../config/own_config.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import { isCode, isDict, type Notebook } from "../notebook/notebook.ts";
import { isTypeScript } from "./choose_kernel.ts";
import { notebookFolder } from "./notebook_folder.ts";
import type * as Pinned from "../config/pinned_packages.ts";
import { onDemand } from "../system/on_demand.ts";

/**
 * Writes into the notebook what it runs in. A kernel that the notebook names
 * already stays named, even if this run is in another one: its name says which
 * permissions the cells have.
 *
 * @param input The notebook's path.
 */
export async function noteKernel(
  notebook: Notebook,
  input: string,
  kernel: Kernel,
): Promise<void> {
  const { metadata } = notebook;
  const { name, displayName, language } = kernel;
  const spec: Record<string, unknown> = isDict(metadata.kernelspec)
    ? metadata.kernelspec
    : {};
  metadata.kernelspec = typeof spec.name === "string" && spec.name !== ""
    ? { ...spec, display_name: String(spec.display_name ?? spec.name) }
    : { ...spec, name, display_name: displayName, language };
  const info = await kernel.kernelInfo();
  if (info.status !== "ok") return;
  metadata.language_info = info.language_info;
  metadata.thaw = {
    kernel: kernelText(info),
    ...isTypeScript(language)
      ? { packages: await packages(input, notebook) }
      : {},
  };
}

/** Its banner's first line, unless that is drawn of characters as xeus's is. */
export function kernelText(
  { banner, implementation, implementation_version }: Extract<
    KernelInfoReply,
    { status: "ok" }
  >,
): string {
  const [line] = banner.split("\n");
  return /\w{3}/.test(line.replaceAll("_", " "))
    ? line
    : `${implementation} ${implementation_version}`;
}

async function packages(
  input: string,
  { cells }: Notebook,
): Promise<Record<string, string>> {
  const config = findConfig(notebookFolder(input)) ?? OWN_CONFIG;
  const sources = cells.filter(isCode).map(({ source }) => source);
  if (!sources.some((source) => /\bimport\b/.test(source))) return {};
  const { pinnedPackages }: typeof Pinned = await import(
    onDemand("../config/pinned_packages.ts")
  );
  try {
    return pinnedPackages(Deno.readTextFileSync(config), sources);
  } catch {
    // A configuration that can't be read pins nothing; cells will say so.
    return {};
  }
}

/** Adds what it took, in whole seconds. */
export function noteDuration({ metadata }: Notebook, ms: number): void {
  const seconds = Math.round(ms / 1000);
  metadata.thaw = { ...metadata.thaw, seconds };
}

/**
 * Notes which code cell, counted from 1, is running: what a run that is cut
 * short saved of it is not all that it shows. Nothing once it has ended.
 */
export function noteUnfinished(
  { metadata }: Notebook,
  number: number | undefined,
): void {
  const { unfinished: _, ...thaw } = isDict(metadata.thaw) ? metadata.thaw : {};
  metadata.thaw = number === undefined ? thaw : { ...thaw, unfinished: number };
}

/** What its last run took, in ms, if that is known. */
export function lastDuration({ metadata }: Notebook): number | undefined {
  const seconds = isDict(metadata.thaw) ? metadata.thaw.seconds : undefined;
  return typeof seconds === "number" ? seconds * 1000 : undefined;
}
