/**
 * Asks Deno what imports lead to.
 *
 * @module
 */

import type { Info } from "./module_graph.ts";

/** How long Deno may take; it may have to download, where it is allowed to. */
const PATIENCE_MS = 60_000;

/**
 * @param root A file whose imports are meant.
 * @param folder Where Deno runs, and finds its configuration.
 * @param flags Deno's flags, such as those of `projectOf()`.
 * @throws {Error} With what Deno printed, if it can't tell.
 */
export async function denoInfo(
  root: string,
  folder: string,
  flags: string[],
): Promise<Info> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", ...flags, root],
    cwd: folder,
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "null",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).output();
  const text = new TextDecoder().decode(stdout);
  if (text.startsWith("{")) return JSON.parse(text);
  const reason = new TextDecoder().decode(stderr).trim();
  throw new Error(reason || "deno info printed nothing");
}
