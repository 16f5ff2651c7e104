/**
 * What is written in cells and modules, as the user wrote it.
 *
 * @module
 */

import type { DenoChild } from "../runtime/process/deno_child.ts";
import type { DebuggedCells } from "./debugged_cells.ts";
import type { Scripts } from "./scripts.ts";

/** The text of a path; undefined where nothing of that path is known. */
export async function sourceOf(
  path: string,
  { session }: DenoChild,
  scripts: Scripts,
  cells: DebuggedCells,
): Promise<string | undefined> {
  const code = cells.code(path);
  if (code !== undefined) return code;
  // The latest, where a module was loaded anew.
  const script = scripts.ofPath(path).at(-1);
  if (!script) return undefined;
  if (script.source?.text !== undefined) return script.source.text;
  const { scriptSource } = await session.post("Debugger.getScriptSource", {
    scriptId: script.id,
  });
  return scriptSource;
}
