/**
 * What a run notes in a notebook's metadata: versions and duration. Not in
 * its outputs, which a rerun must repeat.
 *
 * @module
 */

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { KernelClient } from "../client/kernel_client.ts";
import { findConfig } from "../config/find_config.ts";
import { pinnedPackages } from "../config/pinned_packages.ts";
import { isTypeScript } from "./choose_kernel.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import type { NotebookFile } from "./notebook_file.ts";

const OWN_CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

/** Writes into the notebook what it runs in. */
export async function noteKernel(
  { input, notebook }: NotebookFile,
  client: KernelClient,
): Promise<void> {
  const { name, displayName, language } = client.command;
  notebook.metadata.kernelspec = {
    name,
    display_name: displayName,
    language,
  };
  const info = await client.kernelInfo();
  if (info.status !== "ok") return;
  notebook.metadata.language_info = info.language_info;
  notebook.metadata.thaw = {
    kernel: info.banner.split("\n")[0],
    ...isTypeScript(language) ? { packages: packages(input, notebook) } : {},
  };
}

function packages(input: string, { cells }: Notebook): Record<string, string> {
  const config = findConfig(dirname(input)) ?? OWN_CONFIG;
  const sources = cells.filter(isCode).map(({ source }) => source);
  return pinnedPackages(Deno.readTextFileSync(config), sources);
}

/** Adds what it took, in whole seconds. */
export function noteDuration({ metadata }: Notebook, ms: number): void {
  const seconds = Math.round(ms / 1000);
  metadata.thaw = { ...metadata.thaw, seconds };
}
