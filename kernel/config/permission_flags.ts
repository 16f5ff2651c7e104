/**
 * Deno's permission flags, as the user writes them for cells.
 *
 * @module
 */

/** What Deno has permissions for. */
export const PERMISSIONS = [
  "read",
  "write",
  "net",
  "env",
  "sys",
  "run",
  "ffi",
  "import",
];

/** Whether an argument is meant to be a permission. */
export function isPermission(argument: string): boolean {
  return /^(-A$|--(allow|deny)-)/.test(argument);
}

/** Why Deno would refuse this flag; undefined if it would not. */
export function permissionFault(flag: string): string | undefined {
  if (flag === "-A" || flag === "--allow-all") return undefined;
  const [, name, value] = /^--(?:allow|deny)-([^=]*)(=.*)?$/s.exec(flag) ?? [];
  if (!PERMISSIONS.includes(name)) {
    return `Deno has no permission ${flag}; it has ${PERMISSIONS.join(", ")}`;
  }
  if (value === "=") {
    return `${flag} names nothing; leave out "=" to mean all`;
  }
  if (value?.slice(1).split(",").includes("")) {
    return `${flag} has a comma too many`;
  }
}
