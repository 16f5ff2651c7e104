/**
 * Where the language server was found last time, in the kernel's cache: asking
 * Deno takes as long as the server's own start.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { isRecord } from "../bridge/is_record.ts";
import { writeWhole } from "../config/write_whole.ts";
import type { Server } from "./asked_server.ts";

/**
 * A file named after all that says which server it is, and where.
 *
 * @param lock The lock file, which has the versions.
 * @param cache The kernel's cache.
 */
export async function serverMemory(
  lock: string,
  cache: string,
): Promise<string> {
  const name = createHash("sha256")
    .update(await Deno.readTextFile(lock).catch(() => ""))
    .update(`\n${Deno.version.deno} ${Deno.env.get("DENO_DIR")}`)
    .digest("hex").slice(0, 32);
  return join(cache, "servers", `${name}.json`);
}

/** Undefined if there is none, or it is not there any more. */
export async function rememberedServer(
  path: string,
): Promise<Server | undefined> {
  try {
    const server: unknown = JSON.parse(await Deno.readTextFile(path));
    if (!isServer(server)) return undefined;
    const folders = Object.values(server.nodeTypes)
      .map(({ localPath }) => localPath);
    await Promise.all(
      [server.command, ...folders].map((one) => Deno.stat(one)),
    );
    return server;
  } catch {
    return undefined;
  }
}

export async function rememberServer(path: string, server: Server) {
  try {
    await writeWhole(path, JSON.stringify(server), { mode: 0o600 });
  } catch {
    // It is looked for again next time.
  }
}

function isServer(server: unknown): server is Server {
  return isRecord(server) && typeof server.command === "string" &&
    Array.isArray(server.args) && isRecord(server.nodeTypes);
}
