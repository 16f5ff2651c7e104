/**
 * Magics of IPython as scripts have them: comments, so that Python, formatters
 * and linters can read the file.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html
 *
 * @module
 */

import { quotedLines } from "./python_lines.ts";

/** `%magic`, `%%magic` and `!command`, escaped any number of times. */
const MAGIC = /^\s*(?:# ?)*(?:%{1,3}[a-z]|![a-z.~$\\/{}])/i;

/** What jupytext takes for magics besides; comments in words look like it, too. */
const LIKE_MAGIC = [
  /^\s*(?:# ?)*\s*[?!]\s*[a-z.~$\\/{}]/i,
  /^(?:# ?)*\s*[a-z_][\w$]*\s*=\s*(?:%{1,3}|!)[a-z]/i,
  /^(?:# ?)*(?:cat|cd|cp|mv|rm|rmdir|mkdir|copy|ddir|echo|ls|ldir|ren)(?:\s?$|\s[^=,])/,
  /^\s*(?:# )*[^\s]*\?\s*$/,
];

/** Hides magics in comments, and comments that would be taken for such. */
export function commentMagics(lines: string[]): string[] {
  return lines.map(changed(lines, true, (line) => `# ${line}`));
}

/**
 * Brings magics back.
 *
 * @param isJupytexts Whether the script is written by jupytext's rules. In one
 *   that a person wrote, `# copy the data` is a comment.
 */
export function uncommentMagics(
  lines: string[],
  isJupytexts: boolean,
): string[] {
  return lines.map(
    changed(lines, isJupytexts, (line) => line.replace(/^# ?/, "")),
  );
}

function changed(
  lines: string[],
  isJupytexts: boolean,
  change: (line: string) => string,
): (line: string, at: number) => string {
  const quoted = quotedLines(lines);
  let goesOn = false;
  return (line, at) => {
    const isMagic = MAGIC.test(line) ||
      isJupytexts && LIKE_MAGIC.some((pattern) => pattern.test(line));
    if (quoted[at] || !isMagic && !goesOn) return line;
    const indent = goesOn ? "" : /^\s*/.exec(line)![0];
    goesOn = /\\\s*$/.test(line);
    return indent + change(line.slice(indent.length));
  };
}

/** Magics whose cell is in another language. */
const LANGUAGES =
  /^(?:bash|sh|script|html|latex|markdown|svg|javascript|js|R|perl|ruby|sql|cython|julia|octave|matlab|haskell|tcl|gnuplot)$/;

type Dict = Record<string, unknown>;

/**
 * Takes the magic of a cell in another language to its metadata, where jupytext
 * has it: what is left of the lines is to be a comment.
 *
 * @returns Nothing if the cell has no such magic.
 */
export function takeLanguage(
  lines: string[],
  metadata: Dict,
): { lines: string[]; metadata: Dict } | undefined {
  const [, language, magic_args] = /^%%(\w+)(?: (.*))?$/.exec(lines[0]) ?? [];
  if (language === undefined || !LANGUAGES.test(language)) return undefined;
  if ("language" in metadata || "magic_args" in metadata) return undefined;
  const args = magic_args ? { magic_args } : {};
  return {
    lines: lines.slice(1),
    metadata: { ...metadata, ...args, language },
  };
}

/**
 * The other way round.
 *
 * @param lines No longer comments.
 */
export function putLanguage(
  lines: string[],
  { language, magic_args, ...metadata }: Dict,
): { lines: string[]; metadata: Dict } {
  const args = magic_args === undefined ? "" : ` ${magic_args}`;
  return { lines: [`%%${language}${args}`, ...lines], metadata };
}
