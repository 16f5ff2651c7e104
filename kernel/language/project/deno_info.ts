/**
 * Asks Deno what imports lead to.
 *
 * @module
 */

import type { Info } from "./module_graph.ts";

/** How long Deno may take; it may have to download, where it is allowed to. */
const DENO_INFO_MS = 60_000;

/**
 * Nobody listens there: what is not in the cache can't be had. Deno has no flag
 * for that here, as `deno run` has.
 */
const NO_NETWORK = {
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "",
  // The same in the other spelling, which some machines set.
  http_proxy: "http://127.0.0.1:9",
  https_proxy: "http://127.0.0.1:9",
  no_proxy: "",
};

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
  { mayDownload }: { mayDownload: boolean },
): Promise<Info> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    // Deno reads some hosts only; what is in the cache a cell was allowed to.
    args: ["info", "--json", "--allow-import", ...flags, root],
    cwd: folder,
    env: {
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      ...mayDownload ? {} : NO_NETWORK,
    },
    stdin: "null",
    signal: AbortSignal.timeout(DENO_INFO_MS),
  }).output();
  const text = new TextDecoder().decode(stdout);
  if (text.startsWith("{")) return JSON.parse(text);
  const reason = new TextDecoder().decode(stderr).trim();
  throw new Error(reason || "deno info printed nothing");
}
