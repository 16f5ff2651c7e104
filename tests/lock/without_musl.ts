/**
 * A lock file without the variants of native packages that can't run.
 *
 * Deno tells systems and processors apart, but not the C libraries of Linux: of
 * each native package it downloads the variants for glibc and for musl, and
 * Deno itself is there for glibc only.
 *
 * @param text Of a lock file, version 5, as Deno writes it.
 */
export function withoutMusl(text: string): string {
  return text
    // A package, with its checksum, system and processor.
    .replace(/ {4}"[^"]*-musl@[^"]*": \{\n(?: {6}.*\n)+? {4}\},\n/g, "")
    // Its name among those that another package asks for.
    .replace(/,\n +"[^"]*-musl"(?=\n +\])/g, "")
    .replace(/\n +"[^"]*-musl",/g, "");
}
