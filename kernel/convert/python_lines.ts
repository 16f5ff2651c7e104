/**
 * What lines of Python are, as far as scripts with percent cells ask.
 *
 * @module
 */

/** Which lines begin inside a text in three quotes. */
export function quotedLines(lines: string[]): boolean[] {
  let open: string | undefined;
  return lines.map((line) => {
    const isQuoted = open !== undefined;
    for (let at = 0; at < line.length;) {
      if (open !== undefined) {
        const end = line.indexOf(open, at);
        if (end < 0) break;
        at = end + open.length;
        open = undefined;
        continue;
      }
      const next = /#|"""|'''|["']/g;
      next.lastIndex = at;
      const [found] = next.exec(line) ?? [];
      if (found === undefined || found === "#") break;
      at = next.lastIndex;
      if (found.length === 3) open = found;
      else {
        const rest = new RegExp(`(?:\\\\.|[^\\\\${found}])*${found}`, "y");
        rest.lastIndex = at;
        if (!rest.test(line)) break;
        at = rest.lastIndex;
      }
    }
    return isQuoted;
  });
}

const BLOCK = /^(?:def|async|class) /;

/**
 * How many empty lines stand between two cells: two around a function or class,
 * as Python's style guide wants and jupytext writes.
 *
 * @param next What follows the next cell's marker.
 */
export function linesBetween(cell: string[], next: string[]): 1 | 2 {
  if (endsInBlock(cell)) return hasCode(next) ? 2 : 1;
  const last = cell.at(-1) ?? "";
  const endsInCode = last.trim() !== "" && !last.startsWith("#");
  return endsInCode && beginsWithBlock(next) ? 2 : 1;
}

/** Whether the last code that is not indented begins a function or class. */
function endsInBlock(lines: string[]): boolean {
  const quoted = quotedLines(lines);
  const plain = lines.filter((_line, at) => !quoted[at]).reverse();
  const at = plain.findIndex((line, at) =>
    isGap(plain, at) || (line.trim() !== "" && !/^[# )]/.test(line))
  );
  return at >= 0 && BLOCK.test(plain[at]);
}

/** Whether the first statement is a function or class. */
function beginsWithBlock(lines: string[]): boolean {
  const quoted = quotedLines(lines);
  const at = lines.findIndex((line, at) =>
    isGap(lines, at) ||
    (!quoted[at] && line.trim() !== "" && !/^[#@ )]/.test(line))
  );
  return at >= 0 && BLOCK.test(lines[at]);
}

function hasCode(lines: string[]): boolean {
  const at = lines.findIndex((line, at) =>
    isGap(lines, at) || (line.trim() !== "" && !line.trim().startsWith("#"))
  );
  return at >= 0 && lines[at].trim() !== "";
}

/** Whether the second of two empty lines is here. */
function isGap(lines: string[], at: number): boolean {
  return at > 0 && lines[at].trim() === "" && lines[at - 1].trim() === "";
}
