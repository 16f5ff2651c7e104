/**
 * Where something was declared, in the words of who reads it.
 *
 * @module
 */

import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Location } from "./lsp/protocol.ts";

export interface PlaceParts {
  /** The notebook's folder. */
  folder: string;
  /** The project's. */
  project: string;
  /** The number of the cell that a file is of. */
  executionCount(path: string): number | undefined;
}

/**
 * `In[3]:2`, a file with its line, or a package's; undefined for the cell that
 * is being written, and what is nobody's file.
 */
export function placeOf(
  location: Location,
  { folder, project, executionCount }: PlaceParts,
): string | undefined {
  const uri = location.uri ?? location.targetUri;
  const range = location.range ?? location.targetSelectionRange;
  if (!uri?.startsWith("file:")) return undefined;
  const path = fileURLToPath(uri);
  const line = (range?.start.line ?? 0) + 1;
  const inProject = relative(project, path).split(sep).join("/");
  const count = executionCount(path);
  // Before the cell's own text stands one line of imports.
  if (count !== undefined) return `In[${count}]:${line - 1}`;
  const inPackage = inProject.split("node_modules/").at(-1)!;
  if (inPackage !== inProject) return `${inPackage}:${line}`;
  if (inProject === "deno.d.ts" || inProject === "kernel.d.ts") return "Deno";
  if (!inProject.startsWith("..")) {
    const address = /^remote\/(https?)\/(.*)$/.exec(inProject);
    return address ? `${address[1]}://${address[2]}` : undefined;
  }
  const library = /\/lib\/(lib\.[\w.]+\.d\.ts)$/.exec(path);
  if (library) return library[1];
  const own = relative(folder, path);
  return `${own.startsWith("..") ? path : `.${sep}${own}`}:${line}`;
}
