/**
 * The packaged Chromium as a command of its own, for programs that start a
 * browser by its path and set no environment for it.
 *
 * @module
 */

import { join } from "node:path";
import { packagedChromium } from "../harness/launch_browser.ts";

/** @returns The absolute path of the command, in that folder. */
export async function chromiumCommand(folder: string): Promise<string> {
  const { executablePath, env } = await packagedChromium();
  const path = join(folder, "chromium");
  const names = ["LD_LIBRARY_PATH", "FONTCONFIG_FILE"];
  const settings = names.map((name) => `export ${name}='${env[name]}'\n`);
  const text = `#!/bin/sh\n${settings.join("")}exec '${executablePath}' "$@"\n`;
  await Deno.writeTextFile(path, text, { mode: 0o755 });
  return path;
}
