/**
 * `thaw check`: notebooks run again, and what they show compared with what is
 * saved.
 *
 * @module
 */

import { isOtherFormat } from "../convert/other_formats.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import { parseNotebookAsIs } from "../notebook/notebook.ts";
import { notebookTextLike } from "../notebook/notebook_text.ts";
import { type NotebookFile, onlyText } from "../run/notebook_file.ts";
import { Reporter } from "../run/reporter.ts";
import { exitCode, guarded, planRun, runAll } from "../run/run.ts";
import { type FileResult, tell } from "../run/file_result.ts";
import { checkWritable, stat, writeFile } from "../run/write_file.ts";
import {
  differenceLines,
  differencesHtml,
  maskedDifferences,
} from "./differences.ts";
import { judge, type JudgedCell } from "./judge.ts";
import { marksOf } from "./marks.ts";
import { type CheckOptions, HELP, parseCheckOptions } from "./options.ts";

/**
 * Does what the arguments after `thaw check` say.
 *
 * @returns The exit code.
 */
export async function check(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw check", reporter, async () => {
    const options = parseCheckOptions(args);
    if (options.run.help) {
      reporter.say(HELP);
      return 0;
    }
    const plan = await planRun(options.run, {
      command: "thaw check",
      prepare: prepareCells,
    });
    const other = plan.files.find(({ input }) => isOtherFormat(input));
    if (other) {
      throw new BadInputError(
        `${other.name}: it has no outputs to compare with, as a notebook has`,
      );
    }
    if (options.update) {
      for (const { name, input } of plan.files) {
        if (stat(input)?.isFifo) {
          throw new BadInputError(
            `${name}: --update writes to files, and a pipe is none`,
          );
        }
        checkWritable(input);
      }
    }
    const results = await runAll(plan, reporter, (result) => {
      tell(result, reporter);
      if (result.state === "passed") reporter.say(`${result.name}: as saved`);
    }, (result) => judgeFile(result, options, reporter));
    return exitCode(results);
  });
}

/** Makes of marks what a run understands. */
function prepareCells(notebook: Notebook): void {
  for (const [index, cell] of notebook.cells.filter(isCode).entries()) {
    try {
      const { skip, raises } = marksOf(cell);
      const failed = cell.outputs.some(({ output_type }) =>
        output_type === "error"
      );
      const tags = Array.isArray(cell.metadata.tags) ? cell.metadata.tags : [];
      cell.metadata.tags = [
        ...tags,
        ...skip ? ["skip-execution"] : [],
        // What failed when it was saved is expected to fail again.
        ...raises || failed ? ["raises-exception"] : [],
      ];
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      throw new BadInputError(`cell ${index + 1}: ${error.message}`);
    }
  }
}

/** Compares, tells what differs, and writes it if that was asked for. */
function judgeFile(
  result: FileResult,
  { tolerance, update }: CheckOptions,
  reporter: Reporter,
): (id: string) => string {
  if (result.state !== "passed" && result.state !== "failed") return () => "";
  const saved = readSaved(result.file);
  const judged = judge(result, saved, tolerance);
  if (update) {
    const changed = judged.filter(({ now }) => now !== undefined);
    if (changed.length > 0) updateCells(result.file, saved, changed, reporter);
  }
  for (const { result: cell, differences } of judged) {
    if (cell.failure || differences.length === 0) continue;
    cell.state = "failed";
    cell.failure = {
      cell: judged.find(({ result }) => result === cell)!.saved,
      number: cell.number,
      reason: `shows something else: ${
        differences.map(({ what }) => what).join("; ")
      }`,
      traceback: differenceLines(
        maskedDifferences(differences),
        reporter.columns,
        reporter.colour,
      ),
    };
  }
  if (!update && result.cells.some(({ state }) => state === "failed")) {
    result.state = "failed";
  }
  if (update) {
    const updated = new Set(
      judged.filter(({ now }) => now !== undefined).map(({ result }) => result),
    );
    for (const cell of updated) {
      cell.state = "passed";
      delete cell.failure;
    }
  }
  const html = new Map(
    judged.map(({ saved, differences }) => [
      saved.id,
      differencesHtml(maskedDifferences(differences)),
    ]),
  );
  return (id) => html.get(id) ?? "";
}

function readSaved(file: NotebookFile): Notebook {
  return parseNotebookAsIs(readText(file));
}

/** @throws {BadInputError} If the run took it away. */
function readText({ name, input, text }: NotebookFile): string {
  return text ?? onlyText(name, () => Deno.readFileSync(input));
}

function updateCells(
  file: NotebookFile,
  saved: Notebook,
  changed: JudgedCell[],
  reporter: Reporter,
): void {
  for (const { saved: cell, now } of changed) {
    cell.outputs = now!.outputs;
    cell.execution_count = now!.execution_count;
  }
  writeFile(file.input, notebookTextLike(readText(file), saved));
  const numbers = changed.map(({ result }) => result.number).join(", ");
  reporter.say(`${file.name}: updated cell ${numbers}`);
}
