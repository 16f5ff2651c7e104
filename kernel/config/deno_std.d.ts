/** What the kernel's folders use of the package `deno-std`, which has no types. */

/**
 * Reads YAML.
 *
 * @throws {SyntaxError} If it is none.
 */
export function parse(
  text: string,
  options?: { schema?: "core" | "default" | "json" | "failsafe" },
): unknown;
