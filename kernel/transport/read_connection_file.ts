/**
 * The connection file on disk.
 *
 * @module
 */

import { fileFailure } from "../config/file_failure.ts";
import { type ConnectionInfo, parseConnectionFile } from "./connection_info.ts";
import { TransportError } from "./transport_error.ts";

/** Jupyter's have about 300. */
const CONNECTION_FILE_BYTES = 1024 * 1024;

/**
 * Reads a connection file.
 *
 * @throws {TransportError} If it can't be read or used; the message names it.
 */
export function readConnectionFile(path: string): ConnectionInfo {
  try {
    const { isDirectory, isFile, size } = Deno.statSync(path);
    if (isDirectory) throw new TransportError("a folder, no file");
    // A device or a pipe may never end.
    if (!isFile) throw new TransportError("no ordinary file");
    if (size > CONNECTION_FILE_BYTES) {
      throw new TransportError("too large for one");
    }
    return parseConnectionFile(Deno.readTextFileSync(path));
  } catch (error) {
    throw new TransportError(`${path}: ${fileFailure(error as Error)}`);
  }
}
