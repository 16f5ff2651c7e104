/**
 * Writes files so that a crash leaves none half written. A file stays a link,
 * stays another user's and keeps its mode.
 *
 * @module
 */

import { dirname, join, resolve } from "node:path";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { writeFailure } from "../config/file_failure.ts";

let drafts = 0;

/** How many characters are gathered before they are written. */
const WRITE_LENGTH = 1 << 20;

/** A file's text, whole or given away piece by piece. */
type Content = string | ((push: (part: string) => void) => void);

/**
 * Writes a draft beside the file and renames it, so whoever reads the file
 * sees it before or after, whenever this process is killed. Where a rename
 * would lose a hard link or the owner, the file itself is written.
 *
 * @param mode Of a file that is new. Default that of the system.
 * @throws {BadInputError} If it can't be written.
 */
export function writeFile(
  path: string,
  content: Content,
  mode?: number,
): void {
  let draft: string | undefined;
  try {
    const target = followed(path);
    const former = stat(target);
    Deno.mkdirSync(dirname(target), { recursive: true });
    if (former && !isReplaceable(former)) {
      writeContent(target, content);
      return;
    }
    // A name of its own length: the file's may be as long as names can be.
    draft = join(dirname(target), `.thaw-${Deno.pid}-${drafts++}.tmp`);
    writeContent(draft, content, 0o600);
    const kept = former?.mode ?? mode;
    if (Deno.build.os !== "windows") {
      const wanted = kept === undefined || kept === null
        ? 0o666 & ~Deno.umask()
        : kept & 0o7777;
      Deno.chmodSync(draft, wanted);
      if (former?.uid != null && !owns(draft, former)) {
        remove(draft);
        writeContent(target, content);
        return;
      }
    }
    Deno.renameSync(draft, target);
  } catch (error) {
    if (draft !== undefined) remove(draft);
    throw new BadInputError(
      `${path} can't be written: ${writeFailure(error as Error)}`,
    );
  }
}

/** Gives a new file to who has the former one, if that may be done. */
function owns(path: string, { uid, gid }: Deno.FileInfo): boolean {
  if (Deno.uid() !== 0) return true;
  try {
    Deno.chownSync(path, uid, gid);
    return true;
  } catch {
    // Root may do less than that in some containers.
    return false;
  }
}

function writeContent(path: string, content: Content, mode?: number): void {
  if (typeof content === "string") {
    Deno.writeTextFileSync(path, content, { mode });
    return;
  }
  using file = Deno.openSync(path, {
    write: true,
    create: true,
    truncate: true,
    mode,
  });
  const encoder = new TextEncoder();
  let gathered = "";
  const flush = () => {
    let bytes = encoder.encode(gathered);
    gathered = "";
    while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
  };
  content((part) => {
    gathered += part;
    if (gathered.length >= WRITE_LENGTH) flush();
  });
  flush();
}

/**
 * Adds to the end of a file.
 *
 * @throws {BadInputError} If it can't be written.
 */
export function appendFile(path: string, text: string): void {
  try {
    Deno.writeTextFileSync(path, text, { append: true });
  } catch (error) {
    throw new BadInputError(
      `${path} can't be written: ${writeFailure(error as Error)}`,
    );
  }
}

/**
 * Finds out whether a file can be written, before the work begins. Leaves
 * everything as it was.
 *
 * @throws {BadInputError} If it can't be.
 */
export function checkWritable(path: string): void {
  const fail = (reason: string): never => {
    throw new BadInputError(`${path} can't be written: ${reason}`);
  };
  const target = followed(resolve(path));
  const former = stat(target);
  if (former?.isDirectory) fail("it is a folder");
  // A pipe that is opened and closed again has ended for its reader.
  if (former?.isFifo) return;
  if (former?.mode != null && (former.mode & 0o222) === 0) {
    fail("it is marked as read-only");
  }
  // The folder is not made here, as the run may still be refused for another
  // reason: the nearest one that exists is tried.
  let folder = dirname(target);
  while (!stat(folder) && dirname(folder) !== folder) folder = dirname(folder);
  if (stat(folder)?.isFile) fail(`${folder} is a file, no folder`);
  const draft = join(folder, `.thaw-${Deno.pid}-${drafts++}.tmp`);
  try {
    if (former) Deno.openSync(target, { write: true }).close();
    Deno.writeTextFileSync(draft, "");
    Deno.removeSync(draft);
  } catch (error) {
    remove(draft);
    fail(writeFailure(error as Error));
  }
}

/** Where a link leads, or the path itself. */
function followed(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}

/** What a path leads to; nothing if there is nothing. */
export function stat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a new file can take its place without losing a link or the owner. */
function isReplaceable({ isFile, nlink, uid, gid }: Deno.FileInfo): boolean {
  if (!isFile || nlink !== null && nlink > 1) return false;
  if (uid === null || Deno.build.os === "windows") return true;
  return Deno.uid() === 0 || uid === Deno.uid() && gid === Deno.gid();
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was not written.
  }
}
