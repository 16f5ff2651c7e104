/**
 * `thaw new`: a notebook to begin with.
 *
 * @module
 */

import { basename, resolve } from "node:path";
import { findKernel } from "../client/kernel_command.ts";
import { isFolder } from "../config/is_file.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { cellId, type CodeCell, type Notebook } from "../notebook/notebook.ts";
import { notebookText } from "../notebook/notebook_text.ts";
import { named } from "../run/option_values.ts";
import { splitArguments } from "../run/split_arguments.ts";
import { Reporter } from "../run/reporter.ts";
import { guarded } from "../run/run.ts";
import { checkWritable, writeFile } from "../run/write_file.ts";

const HELP = `Makes a notebook with a heading and an empty cell.

Usage: thaw new [options] FILE...

  --kernel NAME   The kernel it names; default thaw
  --help          Show this

Example
  thaw new analysis.ipynb

Exits 0, or 2 if there is such a file or it can't be written.`;

/** What `thaw new` takes, for `parseArgs()`. */
export const NEW_OPTIONS = {
  kernel: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Does what the arguments after `thaw new` say.
 *
 * @returns The exit code.
 */
export async function newNotebook(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw new", reporter, () => {
    const { values, files } = splitArguments(args, NEW_OPTIONS);
    if (values.help) {
      reporter.say(HELP);
      return 0;
    }
    if (files.length === 0) {
      throw new BadInputError("no name given; see thaw new --help");
    }
    const kernel = findKernel(
      named("--kernel", String(values.kernel ?? "thaw")),
    );
    const paths = files.map(pathOf);
    for (const path of paths) checkWritable(path);
    for (const path of paths) {
      const title = basename(path, ".ipynb").replace(/[_-]+/g, " ");
      writeFile(path, notebookText(emptyNotebook(title, kernel)));
      reporter.say(path);
    }
    return 0;
  });
}

/** Where the notebook of that name is to be. */
function pathOf(name: string): string {
  if (isFolder(name) || /[/\\]$/.test(name)) {
    throw new BadInputError(`${name} is a folder; give a name in it`);
  }
  if (basename(name) === ".ipynb") {
    throw new BadInputError(`${name} has no name before the ending`);
  }
  const other = /\.(html|md|py|ts)$/i.exec(name)?.[0];
  if (other) {
    throw new BadInputError(
      `${name} would be no notebook; thaw convert makes ${other} of one`,
    );
  }
  const path = resolve(name.endsWith(".ipynb") ? name : `${name}.ipynb`);
  if (exists(path)) throw new BadInputError(`${path} is there already`);
  return path;
}

function emptyNotebook(
  title: string,
  { name, displayName, language }: ReturnType<typeof findKernel>,
): Notebook {
  const heading = `# ${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  const code: CodeCell = {
    cell_type: "code",
    id: cellId(1),
    metadata: {},
    source: "",
    execution_count: null,
    outputs: [],
  };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name, display_name: displayName, language } },
    cells: [
      { cell_type: "markdown", id: cellId(0), metadata: {}, source: heading },
      code,
    ],
  };
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
