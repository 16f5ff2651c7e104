/** What the kernel's folders use of the package `deno-std`, which has no types. */

/** How many characters must change to make one text of the other. */
export function levenshteinDistance(first: string, second: string): number;

/**
 * Reads YAML.
 *
 * @throws {SyntaxError} If it is none.
 */
export function parse(
  text: string,
  options?: { schema?: "core" | "default" | "json" | "failsafe" },
): unknown;
