/**
 * What cells may do, as Deno's own permission flags.
 *
 * They are checked where the user types them, so that a misspelt one is
 * refused at the terminal and not by a kernel that won't start.
 *
 * @module
 */

import { permissionFault } from "./permission_flags.ts";

/** A flag that Deno would not take. */
export class PermissionFlagError extends Error {
  override name = "PermissionFlagError";
}

/**
 * Checks the flags and puts them in the form the kernel takes.
 *
 * @param flags Such as `--allow-read=.`, `--deny-net`, `-A`.
 * @returns The flags for the kernel's command line; empty means all. Denials
 * on their own are denials from all, as `deno run -A --deny-net` has it.
 * @throws {PermissionFlagError} If Deno knows no such permission.
 */
export function cellPermissions(flags: string[]): string[] {
  const all = flags.some((flag) => flag === "-A" || flag === "--allow-all");
  const some = flags.filter((flag) => flag !== "-A" && flag !== "--allow-all");
  for (const flag of some) check(flag);

  const allows = some.some((flag) => flag.startsWith("--allow-"));
  if (all && allows) {
    throw new PermissionFlagError(
      "--allow-all leaves nothing for other --allow- flags to add",
    );
  }
  if (some.length === 0) return [];
  return allows ? some : ["--allow-all", ...some];
}

function check(flag: string): void {
  const fault = permissionFault(flag);
  if (fault) throw new PermissionFlagError(fault);
}
