/**
 * A Deno that will still be there tomorrow.
 *
 * `npx deno` runs a binary from a cache that npm may clean at any time, and a
 * kernelspec that points there breaks with it. Then a copy is kept.
 *
 * @module
 */

import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { writeBeside } from "./write_beside.ts";

/** The Deno to point to, and the one it must be copied from if it isn't there. */
export interface LastingDeno {
  path: string;
  copyOf?: string;
}

/**
 * Chooses the Deno an installation points to.
 *
 * @param running Absolute path of the Deno that runs this.
 * @param version Its version.
 * @param data Our data folder.
 */
export function lastingDeno(
  running: string,
  version: string,
  data: string,
): LastingDeno {
  const isKept = running.startsWith(data + sep);
  if (isKept || !isPassing(running)) return { path: running };
  const name = Deno.build.os === "windows" ? "deno.exe" : "deno";
  return { path: join(data, `deno-${version}`, name), copyOf: running };
}

/** Whether a path lies where `npx`, `pnpm dlx`, `bunx` or a temp folder put it. */
function isPassing(path: string): boolean {
  const parts = path.split(sep);
  return parts.some((part) => /^(_npx|dlx|dlx-.*|bunx-.*)$/.test(part)) ||
    path.startsWith(tmpdir() + sep);
}

/** Makes the copy, unless it is there already; a half-made one is never left. */
export async function keepDeno(
  { path, copyOf }: LastingDeno,
): Promise<void> {
  if (copyOf === undefined || await sizeOf(path) === await sizeOf(copyOf)) {
    return;
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  await writeBeside(path, async (half) => {
    await Deno.copyFile(copyOf, half);
    if (Deno.build.os !== "windows") await Deno.chmod(half, 0o755);
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
