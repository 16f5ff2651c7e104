/**
 * What a child may do, from the flags that the user chose for cells.
 *
 * @module
 */

/**
 * The flags for `deno run`.
 *
 * Deno downloads a package that it has not cached yet without asking for
 * `--allow-net`, so where cells may not use the network as they like, nothing
 * is downloaded for them, unless `--allow-import` says that something may be.
 *
 * @param flags Deno's permission flags; none means all, denials alone mean all
 *   but those.
 */
export function childPermissions(flags: string[]): string[] {
  const given = flags.filter((flag) => flag !== "-A" && flag !== "--allow-all");
  const isAll = given.length < flags.length ||
    !given.some((flag) => flag.startsWith("--allow-"));
  const mayDownload =
    (isAll || given.includes("--allow-net")) && !given.includes("--deny-net") ||
    given.some((flag) => /^--allow-import(=|$)/.test(flag));
  return [
    ...isAll ? ["--allow-all"] : [],
    ...given,
    ...mayDownload ? [] : ["--cached-only"],
  ];
}

/** Whether cells may do less than the user, by flags of `childPermissions()`. */
export function isRestricted(permissions: string[]): boolean {
  return !permissions.includes("--allow-all") ||
    permissions.some((flag) => flag.startsWith("--deny-"));
}

/** Whether cells may read a variable of the environment. */
export function mayReadVariable(permissions: string[], name: string): boolean {
  const isNamed = (flag: string, kind: string) =>
    flag === `--${kind}-env` ||
    flag.startsWith(`--${kind}-env=`) &&
      flag.slice(`--${kind}-env=`.length).split(",").some((pattern) =>
        pattern === name ||
        pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1))
      );
  return permissions.some((flag) =>
    flag === "--allow-all" || isNamed(flag, "allow")
  ) && !permissions.some((flag) => isNamed(flag, "deny"));
}
