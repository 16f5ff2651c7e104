/**
 * The files that names, folders and patterns on the command line stand for.
 *
 * @module
 */

import { globSync } from "node:fs";
import {
  basename,
  isAbsolute,
  join,
  matchesGlob,
  relative,
  resolve,
} from "node:path";
import { fileFailure } from "../config/file_failure.ts";
import { isFile, isFolder } from "../config/is_file.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";

/** A file to run. */
export interface FoundFile {
  /** As the user named it, or below the folder that they named. */
  name: string;
  /** Its place below that folder; for `--out`. */
  place: string;
}

/** Folders that hold copies or other people's notebooks. */
const PASSED_OVER = /^(\..+|node_modules|__pycache__)$/;

/** Folders and patterns leave out what a run has written beside a notebook. */
const EXECUTED = /\.executed\.ipynb$/;

/**
 * Lists the files, each once unless it is named twice.
 *
 * @param exclude Patterns. They hold for files that are named, too, as a shell
 *   makes names of `*.ipynb`. Undefined for commands without `--exclude`.
 * @param out Where runs go: what an earlier one of a file that is found left
 *   there is no other notebook to run.
 * @throws {BadInputError} If a folder or pattern has none.
 */
export function findNotebooks(
  names: string[],
  exclude?: string[],
  out?: string,
): FoundFile[] {
  const named = names.filter((name) => name === "-" || isFile(name));
  // A file that is both named and found runs once. One that is named twice is a
  // mistake.
  const seen = new Set(named.map((name) => resolve(name)));
  const files = names.flatMap((name) => {
    if (named.includes(name)) {
      const place = withoutFoldersAbove(name);
      return name !== "-" && isExcluded({ name, place }, exclude)
        ? []
        : [{ name, place: basename(name) }];
    }
    const found = isFolder(name)
      ? inFolder(name, exclude)
      : /[*?[{]/.test(name)
      ? byPattern(name)
      : undefined;
    // A file that is not there is told when it is read.
    if (found === undefined) return [{ name, place: basename(name) }];
    const kept = withoutRuns(found, out)
      .filter((file) => !isExcluded(file, exclude));
    if (kept.length > 0) {
      return kept.filter(({ name }) => {
        const path = resolve(name);
        return seen.has(path) ? false : seen.add(path);
      });
    }
    // In a folder that is excluded nothing is looked for.
    const isAny = found.length > 0 || isFolder(name) && exclude?.length;
    const where = isFolder(name) ? " in this folder" : " has such a name";
    throw new BadInputError(
      `${name}: no notebook${isAny ? " that is not excluded" : where}`,
    );
  });
  if (files.length === 0) {
    throw new BadInputError(
      `all that is named is excluded: ${names.join(" ")}`,
    );
  }
  return files;
}

/**
 * A file that would be overwritten by its own run stays in the list, and is
 * refused later.
 */
function withoutRuns(found: FoundFile[], out: string | undefined): FoundFile[] {
  if (out === undefined) return found;
  const runs = new Set(found.map(({ place }) => resolve(out, place)));
  return found.filter(({ name, place }) =>
    !runs.has(resolve(name)) || resolve(out, place) === resolve(name)
  );
}

/**
 * A file's name as patterns look at it. Those for folders don't mean the
 * folders in which the current one lies, which a whole path names, too.
 */
function withoutFoldersAbove(name: string): string {
  if (!isAbsolute(name)) return name;
  const path = relative(Deno.cwd(), name);
  return path.startsWith("..") ? basename(name) : path;
}

function isExcluded(
  { name, place }: FoundFile,
  patterns: string[] = [],
): boolean {
  return patterns.some((pattern) =>
    [name, place, basename(name)].some((path) => matchesGlob(path, pattern)) ||
    matchesGlob(place, `**/${pattern}/**`)
  );
}

function inFolder(folder: string, exclude?: string[]): FoundFile[] {
  const advice = exclude ? "; --exclude leaves it out" : "";
  const found: FoundFile[] = [];
  const visit = (below: string) => {
    for (
      const entry of entriesOf(join(folder, below), advice)
    ) {
      const { name, isDirectory } = entry;
      if (PASSED_OVER.test(name)) continue;
      const place = join(below, name);
      if (isDirectory) {
        // An excluded folder is not visited: its user may not be allowed to read it.
        const path = join(folder, place);
        if (!isExcluded({ name: path, place }, exclude)) visit(place);
      } else if (
        // A named pipe that nobody named would be waited for.
        (entry.isFile || entry.isSymlink) && name.endsWith(".ipynb") &&
        !EXECUTED.test(name)
      ) {
        found.push({ name: join(folder, place), place });
      }
    }
  };
  visit("");
  return found;
}

/**
 * In the order of their names.
 *
 * @param advice What to do about a folder that may not be read.
 */
function entriesOf(folder: string, advice: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)]
      .sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    throw new BadInputError(
      `${folder}: ${fileFailure(error as Error)}${advice}`,
    );
  }
}

function byPattern(pattern: string): FoundFile[] {
  // What comes before the first folder with a wildcard.
  const base = /^(?:[^*?[{]*\/)?/.exec(pattern)![0];
  return globSync(pattern)
    .filter((name) =>
      isFile(name) && !EXECUTED.test(name) &&
      !relative(base || ".", name).split(/[\\/]/)
        .some((part) => PASSED_OVER.test(part))
    )
    .sort()
    .map((name) => ({ name, place: relative(base || ".", name) }));
}
