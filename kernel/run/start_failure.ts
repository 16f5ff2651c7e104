/**
 * Whether cells can run in a folder at all: Deno itself says what is wrong with
 * a deno.json, an import map, a package.json or a lock file.
 *
 * @module
 */

import { ownKernel } from "../client/kernel_command.ts";
import { hostKernel } from "../client/start_kernel.ts";

/** A cell that does nothing. */
const NOTHING = "0";

/**
 * Why no cell would run in this folder.
 *
 * @param permissions What cells may do; all if not given.
 */
export async function startFailure(
  folder: string,
  permissions: string[] = [],
): Promise<string | undefined> {
  const kernel = await hostKernel(ownKernel(permissions), folder);
  try {
    const reply = await kernel.execute(NOTHING);
    return reply.status === "error" ? reply.evalue : undefined;
  } finally {
    await kernel.shutdown();
  }
}
