/**
 * `thaw convert`: notebooks to scripts, Markdown and HTML, and back.
 *
 * @module
 */

import { dirname, extname, join, resolve } from "node:path";
import { pipedName } from "../convert/read_other_format.ts";
import { keepOutputs } from "../convert/keep_outputs.ts";
import { quoted } from "../config/quoted.ts";
import { withMark } from "../convert/written_mark.ts";
import { nearest } from "../config/nearest.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import type { Notebook } from "../notebook/notebook.ts";
import { findNotebooks } from "../run/find_notebooks.ts";
import { readNotebook, STANDARD_INPUT } from "../run/notebook_file.ts";
import { splitArguments } from "../run/split_arguments.ts";
import { Reporter } from "../run/reporter.ts";
import { guarded } from "../run/run.ts";
import { isFolder } from "../config/is_file.ts";
import { standardInput } from "../run/standard_input.ts";
import { checkWritable, writeFile } from "../run/write_file.ts";
import { converted } from "./converted.ts";
import {
  formerNotebook,
  isToBeMarked,
  isWrittenElsewhere,
} from "./replaced_file.ts";

const HELP = `Converts notebooks to scripts, Markdown and HTML, and back.

Usage: thaw convert [options] FILE...

  --to FORMAT   ipynb, ts, py, md or html
  --interactive In HTML figures are live, by Plotly: 10 MB more
  --out DIR     Write there in place of beside the file; or FILE.FORMAT for one
  --help        Show this

A script has percent cells, as VS Code and jupytext know them; sources, tags and
metadata come back exactly; in .py magics are comments, as jupytext has them.
Outputs come back only to a notebook that is there, to cells that have not
changed, and attachments to texts that name them. Markdown and HTML show outputs. What HTML shows runs nothing. A module,
a text or a page that no conversion wrote stays as it is. Paths of what was
written go to stdout. FILE may be -, from standard input to stdout.

Examples
  thaw convert analysis.ipynb --to ts
  thaw convert analysis.ts --to ipynb
  thaw convert notebooks --to html --out site
  thaw convert - --to ts < analysis.ipynb

Exits 0, or 2 if a file can't be read or written.`;

/** What `thaw convert` takes, for `parseArgs()`. */
export const CONVERT_OPTIONS = {
  to: { type: "string" },
  out: { type: "string" },
  interactive: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const FORMATS = ["ipynb", "ts", "py", "md", "html"];

/**
 * Does what the arguments after `thaw convert` say.
 *
 * @returns The exit code.
 */
export async function convert(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw convert", reporter, async () => {
    const { values, files } = splitArguments(args, CONVERT_OPTIONS);
    if (values.help) {
      reporter.say(HELP);
      return 0;
    }
    if (files.length === 0) {
      throw new BadInputError("no file given; see thaw convert --help");
    }
    const format = parseFormat(values.to);
    const isLive = values.interactive === true;
    if (isLive && format !== "html") {
      throw new BadInputError("--interactive is for --to html");
    }
    if (files.includes("-")) {
      if (files.length > 1 || values.out !== undefined) {
        throw new BadInputError("- stands alone, and goes to standard output");
      }
      reporter.write(await piped(format, isLive, reporter));
      return 0;
    }
    if (values.out === "-") {
      throw new BadInputError(
        `--out takes a folder or a file, not -: \`thaw convert - --to ${format} ` +
          "< FILE` goes to standard output",
      );
    }
    const out = values.out === undefined ? undefined : String(values.out);
    const plans = await plansOf(files, out, format);
    checkOutputs(plans);
    for (const { notebook, output } of plans) {
      write(notebook, output, isLive);
      reporter.say(output);
      tellLeft(notebook, output, reporter);
    }
    return 0;
  });
}

/** A notebook, and the file that it goes to. */
interface Plan {
  notebook: Notebook;
  output: string;
}

async function plansOf(
  files: string[],
  out: string | undefined,
  format: string,
): Promise<Plan[]> {
  const found = findNotebooks(files);
  const ending = out === undefined ? "" : extname(out).slice(1);
  if (FORMATS.includes(ending) && ending !== format && !isFolder(out!)) {
    throw new BadInputError(
      `--out ${out} would be ${ending}, and --to says ${format}`,
    );
  }
  const isOutFile = out !== undefined && extname(out) === `.${format}` &&
    !isFolder(out);
  if (isOutFile && found.length > 1) {
    throw new BadInputError(
      `--out ${out} is one file, and there are ${found.length} to convert`,
    );
  }
  const plans: Plan[] = [];
  for (const { name, place } of found) {
    const below = out === undefined ? name : join(out, place);
    const own = extname(below);
    const output = isOutFile
      ? resolve(out)
      : resolve(`${below.slice(0, below.length - own.length)}.${format}`);
    if (output === resolve(name)) {
      throw new BadInputError(`${name} is ${format} already`);
    }
    const notebook = await readNotebook({ name });
    const former = format === "ipynb"
      ? await formerNotebook(output)
      : undefined;
    if (former) keepOutputs(notebook, former);
    plans.push({ notebook, output });
  }
  return plans;
}

/** Finds out before anything is written whether all can be. */
function checkOutputs(plans: Plan[]): void {
  const outputs = plans.map(({ output }) => output);
  const twice = outputs.find((path, at) => outputs.indexOf(path) !== at);
  if (twice !== undefined) {
    throw new BadInputError(`two files would both be ${twice}`);
  }
  for (const { notebook, output } of plans) {
    checkWritable(output);
    if (isWrittenElsewhere(output, notebook)) {
      throw new BadInputError(
        `${output} is there and is not of a conversion: it stays; give --out`,
      );
    }
  }
}

/** What nbconvert and jupytext call formats, where they differ. */
const ELSEWHERE: Record<string, string> = {
  script: "ts",
  typescript: "ts",
  "ts:percent": "ts",
  python: "py",
  "py:percent": "py",
  notebook: "ipynb",
  markdown: "md",
};

function parseFormat(to: unknown): string {
  if (typeof to === "string" && FORMATS.includes(to)) return to;
  throw new BadInputError(
    to === undefined
      ? `--to is needed; it takes ${FORMATS.join(", ")}`
      : `there is no format ${quoted(String(to))}${meant(String(to))}` +
        `; --to takes ${FORMATS.join(", ")}`,
  );
}

function meant(to: string): string {
  const known = [...FORMATS, ...Object.keys(ELSEWHERE)];
  const found = nearest(to, known);
  if (found === undefined) return "";
  return ` (did you mean ${
    Object.hasOwn(ELSEWHERE, found) ? ELSEWHERE[found] : found
  }?)`;
}

/** Standard input, converted. */
async function piped(
  format: string,
  isLive: boolean,
  reporter: Reporter,
): Promise<string> {
  const text = await standardInput();
  const notebook = await readNotebook({
    name: STANDARD_INPUT,
    input: pipedName(text),
    text,
  });
  const { text: result, pictures } = converted(
    notebook,
    `stdin.${format}`,
    isLive,
  );
  if (pictures.length > 0) {
    throw new BadInputError(
      "standard input has pictures, which Markdown has in files of their own",
    );
  }
  tellLeft(notebook, `stdin.${format}`, reporter);
  return result;
}

/** Says which pictures a format only names. */
function tellLeft(
  { cells }: Notebook,
  output: string,
  reporter: Reporter,
): void {
  if (/\.(ipynb|html)$/.test(output)) return;
  const names = cells.flatMap(({ attachments = {} }) =>
    Object.keys(attachments)
  );
  if (names.length === 0) return;
  reporter.fail(
    `thaw convert: attachments stay in the notebook: ${names.join(", ")}`,
  );
}

function write(notebook: Notebook, output: string, isLive: boolean): void {
  const { text, pictures } = converted(notebook, output, isLive);
  for (const { path, bytes } of pictures) {
    const target = join(dirname(output), path);
    Deno.mkdirSync(dirname(target), { recursive: true });
    Deno.writeFileSync(target, bytes);
  }
  writeFile(output, isToBeMarked(output) ? withMark(text) : text);
}
