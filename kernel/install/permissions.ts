/**
 * The permissions cells get, as Deno's own flags.
 *
 * They are checked here, when the kernel is installed, so that a misspelt
 * flag is refused at the terminal and not by a kernel that won't start.
 *
 * @module
 */

import { permissionFault } from "../config/permission_flags.ts";
import { InstallError } from "./install_error.ts";

/**
 * Checks the flags and puts them in the form the kernel takes.
 *
 * @param flags Such as `--allow-read=.`, `--deny-net`, `-A`.
 * @returns The flags for the kernel's command line; empty means all. Denials
 * on their own are denials from all, as `deno run -A --deny-net` has it.
 * @throws {InstallError} If Deno knows no such permission.
 */
export function cellPermissions(flags: string[]): string[] {
  const all = flags.some((flag) => flag === "-A" || flag === "--allow-all");
  const some = flags.filter((flag) => flag !== "-A" && flag !== "--allow-all");
  for (const flag of some) check(flag);

  const allows = some.some((flag) => flag.startsWith("--allow-"));
  if (all && allows) {
    throw new InstallError(
      "--allow-all leaves nothing for other --allow- flags to add",
    );
  }
  if (some.length === 0) return [];
  return allows ? some : ["--allow-all", ...some];
}

function check(flag: string): void {
  const fault = permissionFault(flag);
  if (fault) throw new InstallError(fault);
}
