/**
 * The command `thaw`: a few lines of shell that start the right Deno with the
 * right configuration.
 *
 * @module
 */

import { join } from "node:path";

const MARK = "Written by Thaw's install.ts";

/** What the command's file is called. */
export function launcherName(os: typeof Deno.build.os): string {
  return os === "windows" ? "thaw.cmd" : "thaw";
}

/** The text of the command, for a checkout at `root`. */
export function launcherText(
  os: typeof Deno.build.os,
  deno: string,
  root: string,
): string {
  const parts = [
    deno,
    "run",
    "--allow-all",
    "--quiet",
    "--config",
    join(root, "deno.json"),
    join(root, "kernel", "thaw.ts"),
  ];
  return os === "windows"
    ? `@rem ${MARK}\r\n@${parts.map(cmdQuote).join(" ")} %*\r\n`
    : `#!/bin/sh\n# ${MARK}\nexec ${parts.map(shellQuote).join(" ")} "$@"\n`;
}

/** Whether a file's text is a launcher of ours. */
export function isOurLauncher(text: string): boolean {
  return text.includes(MARK);
}

function shellQuote(part: string): string {
  return /^[\w./-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`;
}

function cmdQuote(part: string): string {
  return `"${part.replaceAll("%", "%%")}"`;
}
