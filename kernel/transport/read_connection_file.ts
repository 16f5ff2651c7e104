/**
 * The connection file on disk.
 *
 * @module
 */

import { type ConnectionInfo, parseConnectionFile } from "./connection_info.ts";
import { TransportError } from "./transport_error.ts";

/**
 * Reads a connection file.
 *
 * @throws {TransportError} If it can't be read or used; the message names it.
 */
export function readConnectionFile(path: string): ConnectionInfo {
  try {
    return parseConnectionFile(Deno.readTextFileSync(path));
  } catch (error) {
    throw new TransportError(`${path}: ${reason(error as Error)}`);
  }
}

function reason(error: Error): string {
  if (error instanceof Deno.errors.NotFound) return "no such file";
  if (error instanceof Deno.errors.IsADirectory) return "a folder, no file";
  if (error instanceof Deno.errors.PermissionDenied) return "can't be read";
  return error.message;
}
