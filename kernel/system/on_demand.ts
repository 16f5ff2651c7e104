/**
 * Modules that most runs do without.
 *
 * Before a program starts, Deno reads each file that it names in `import("…")`,
 * and all that those import: `thaw --version` read 300 files. A file named in
 * `import(onDemand("…"))` is read only when that line runs.
 *
 * @module
 */

/** Returns the specifier; Deno does not look for it in a call. */
export function onDemand(specifier: string): string {
  return specifier;
}
