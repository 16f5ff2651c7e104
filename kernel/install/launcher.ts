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
  if (os === "windows") {
    return `@rem ${MARK}\r\n@${parts.map(cmdQuote).join(" ")} %*\r\n`;
  }
  // Deno would say that it can't read a configuration, which says nothing to
  // somebody who moved a folder.
  const gone = `thaw: ${root} is gone; where its checkout is now, type ` +
    "`deno task install`";
  return [
    "#!/bin/sh",
    `# ${MARK}`,
    `if [ ! -e ${shellQuote(parts.at(-1)!)} ]; then`,
    `  echo ${shellQuote(gone)} >&2`,
    "  exit 2",
    "fi",
    `exec ${parts.map(shellQuote).join(" ")} "$@"`,
    "",
  ].join("\n");
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
