/**
 * TypeScript's own language server: where it is, and what it needs.
 *
 * @module
 */

import { askedServer, type Server } from "./asked_server.ts";
import {
  rememberedServer,
  rememberServer,
  serverMemory,
} from "./remembered_server.ts";

/**
 * The server in Deno's cache; it is fetched if it is not there yet.
 *
 * @param fallback The kernel's own configuration, which names its packages.
 * @param cache The kernel's cache.
 * @throws {Error} If it can't be had, or not for this platform.
 */
export async function findServer(
  fallback: { config: string; lock: string },
  cache: string,
): Promise<Server> {
  const memory = await serverMemory(fallback.lock, cache);
  const known = await rememberedServer(memory);
  if (known) return known;
  const server = await askedServer(fallback, cache);
  await rememberServer(memory, server);
  return server;
}
