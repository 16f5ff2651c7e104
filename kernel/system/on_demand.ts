/**
 * Modules that most runs do without.
 *
 * Deno reads the file that a text in `import("…")` names, and all that it
 * imports, before the program starts: `thaw --version` read 300 files. What is
 * written as `import(onDemand("…"))` is read when that is reached.
 *
 * @module
 */

/** The specifier as it is, where Deno does not see it. */
export function onDemand(specifier: string): string {
  return specifier;
}
