/**
 * Writes what a language server reads, and says what it has to be told.
 *
 * @module
 */

export interface WrittenFile {
  path: string;
  /** Whether there was no such file. */
  isNew: boolean;
}

/** Writes a file that only its user may read. */
export function writeFile(path: string, text: string): WrittenFile {
  let isNew = false;
  try {
    Deno.lstatSync(path);
  } catch {
    isNew = true;
  }
  Deno.writeTextFileSync(path, text, { mode: 0o600 });
  return { path, isNew };
}
