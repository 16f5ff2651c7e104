/**
 * `thaw clean`: notebooks without what a run makes, for version control.
 *
 * @module
 */

import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  isCode,
  isDict,
  MADE_BY_RUNS,
  type Notebook,
  parseNotebookAsIs,
} from "../notebook/notebook.ts";
import { notebookTextLike } from "../notebook/notebook_text.ts";
import { findNotebooks } from "../run/find_notebooks.ts";
import { onlyText, readFailure, STANDARD_INPUT } from "../run/notebook_file.ts";
import { splitArguments } from "../run/split_arguments.ts";
import { Reporter } from "../run/reporter.ts";
import { guarded } from "../run/run.ts";
import { standardInput } from "../run/standard_input.ts";
import { checkWritable, stat, writeFile } from "../run/write_file.ts";

const HELP = `Takes outputs, counts and times of runs out of notebooks.

Usage: thaw clean [options] FILE...

  --check       Write nothing; exit 1 if there is something to take out
  --help        Show this

FILE may be a folder, a pattern, or - to go from standard input to standard
output. What is left stays to the byte. As a filter of git, so that commits have
no outputs and your own files keep them:

  git config filter.thaw.clean "thaw clean -"
  git config filter.thaw.smudge cat
  git config filter.thaw.required true
  echo "*.ipynb filter=thaw" >> .gitattributes

Or as .git/hooks/pre-commit, to refuse such commits:

  git diff --cached --name-only --diff-filter=d -z -- "*.ipynb" |
    xargs -0 -r thaw clean --check --

Or by pre-commit, in .pre-commit-config.yaml; add the file again and commit:

  repos:
    - repo: local
      hooks:
        - id: thaw-clean
          name: notebooks without outputs
          entry: thaw clean --
          language: system
          files: \\.ipynb$

Exits 0, 1 with --check, or 2 if a file can't be read or written.`;

/** What `thaw clean` takes, for `parseArgs()`. */
export const CLEAN_OPTIONS = {
  check: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Does what the arguments after `thaw clean` say.
 *
 * @returns The exit code.
 */
export async function clean(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw clean", reporter, async () => {
    const { values, files } = splitArguments(args, CLEAN_OPTIONS);
    if (values.help) {
      reporter.say(HELP);
      return 0;
    }
    if (files.length === 0) {
      throw new BadInputError("no notebook given; see thaw clean --help");
    }
    if (files.includes("-")) {
      return await filter(files, values.check === true, reporter);
    }
    const found = findNotebooks(files);
    const plans = found.map(({ name }) => {
      const text = onlyText(name, () => Deno.readFileSync(name));
      return { name, text, cleaned: cleanText(name, text) };
    }).filter(({ text, cleaned }) => text !== cleaned);
    if (values.check) {
      for (const { name } of plans) reporter.say(name);
      if (plans.length === 0) return 0;
      // A commit that a hook refuses shows nothing else.
      reporter.fail(
        `thaw clean: ${plans.length} of ${found.length} notebooks have outputs ` +
          "or counts; `thaw clean FILE` takes them out",
      );
      return 1;
    }
    for (const { name } of plans) {
      if (stat(name)?.isFifo) {
        throw new BadInputError(
          `${name}: a pipe; \`thaw clean - < FILE\` goes to standard output`,
        );
      }
      checkWritable(name);
    }
    for (const { name, cleaned } of plans) {
      writeFile(name, cleaned);
      reporter.say(name);
    }
    return 0;
  });
}

/** Takes out of a notebook what a run makes. */
function cleanNotebook(notebook: Notebook): void {
  for (const cell of notebook.cells.filter(isCode)) {
    cell.outputs = [];
    cell.execution_count = null;
    for (const name of [...MADE_BY_RUNS, "collapsed", "scrolled"]) {
      delete cell.metadata[name];
    }
  }
  const { metadata } = notebook;
  delete metadata.thaw;
  delete metadata.papermill;
  delete metadata.widgets;
  if (isDict(metadata.language_info)) {
    // It changes with every update of the kernel.
    delete metadata.language_info.version;
  }
}

function cleanText(name: string, text: string): string {
  try {
    const notebook = parseNotebookAsIs(text);
    cleanNotebook(notebook);
    return notebookTextLike(text, notebook);
  } catch (error) {
    throw new BadInputError(`${name}: ${readFailure(error as Error)}`);
  }
}

async function filter(
  files: string[],
  isCheck: boolean,
  reporter: Reporter,
): Promise<number> {
  if (files.length > 1) throw new BadInputError("- stands alone");
  const text = await standardInput();
  const cleaned = cleanText(STANDARD_INPUT, text);
  if (isCheck) return text === cleaned ? 0 : 1;
  reporter.write(cleaned);
  return 0;
}
