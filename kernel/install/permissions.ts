/**
 * The permissions cells get, as Deno's own flags.
 *
 * They are checked here, when the kernel is installed, so that a misspelt
 * flag is refused at the terminal and not by a kernel that won't start.
 *
 * @module
 */

import { InstallError } from "./install_error.ts";

const NAMES = ["read", "write", "net", "env", "sys", "run", "ffi", "import"];

/** Whether an argument is meant to be a permission. */
export function isPermission(argument: string): boolean {
  return /^(-A$|--(allow|deny)-)/.test(argument);
}

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
  const [, name, value] = /^--(?:allow|deny)-([^=]*)(=.*)?$/.exec(flag) ?? [];
  if (!NAMES.includes(name)) {
    throw new InstallError(
      `Deno has no permission ${flag}; it has ${NAMES.join(", ")}`,
    );
  }
  if (value === "=") {
    throw new InstallError(`${flag} names nothing; leave out "=" to mean all`);
  }
}
