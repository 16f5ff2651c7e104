/**
 * Text cells of a script that stand in one block: three quotes in Python,
 * `/*` and its end elsewhere. The marks are kept as jupytext keeps them, in the
 * metadata `cell_marker`, so that the script comes back as it was.
 *
 * @module
 */

/** A block's text and its two marks. */
export interface Block {
  lines: string[];
  /** Both marks with the line ends inside them, a comma between. */
  cell_marker: string;
}

/** Reads a cell's lines; nothing if they are no block. */
export function parseBlock(
  lines: string[],
  comment: string,
): Block | undefined {
  const text = lines.join("\n").trim();
  const pattern = comment === "#"
    ? /^([rR]?("""|''')\n?)([^]*?)(\n?\2)$/
    : /^(\/(\*)[ \n])([^]*?)([ \n]\*\/)$/;
  const [, left, mark, inner, right] = pattern.exec(text) ?? [];
  if (left === undefined || closes(inner, mark)) return undefined;
  return { lines: inner.split("\n"), cell_marker: marker(left, right) };
}

/** Writes such a cell; nothing if its marks can't hold the text. */
export function blockText(
  lines: string[],
  cell_marker: unknown,
  comment: string,
): string[] | undefined {
  if (typeof cell_marker !== "string") return undefined;
  const [left, right] = marks(cell_marker);
  const block = `${left}${lines.join("\n")}${right}`.split("\n");
  const again = parseBlock(block, comment);
  return again?.cell_marker === cell_marker &&
      again.lines.join("\n") === lines.join("\n")
    ? block
    : undefined;
}

/** Whether a block would end within its text. */
function closes(inner: string, mark: string): boolean {
  return inner.includes(mark === "*" ? "*/" : mark);
}

/** As jupytext says it: `"""` alone if both marks have lines of their own. */
function marker(left: string, right: string): string {
  const mark = left.trim();
  const isAlone = left === `${mark}\n` && right === `\n${mark.slice(-3)}` &&
    mark.length >= 3;
  return isAlone ? mark : `${left},${right}`;
}

function marks(cell_marker: string): [left: string, right: string] {
  const comma = cell_marker.indexOf(",");
  return comma < 0
    ? [`${cell_marker}\n`, `\n${cell_marker.slice(-3)}`]
    : [cell_marker.slice(0, comma), cell_marker.slice(comma + 1)];
}
