import { dirname } from "node:path";

/**
 * The folder whose configuration holds for a notebook, and where its kernel
 * works. Links to it are followed, as a process knows its own folder: beside a
 * link lies another project, or none.
 *
 * @param input The notebook's absolute path. A link to the notebook itself is
 *   not followed: it is run where it was found.
 */
export function notebookFolder(input: string): string {
  const folder = dirname(input);
  try {
    return Deno.realPathSync(folder);
  } catch {
    // Whoever needs it says that it is gone.
    return folder;
  }
}
