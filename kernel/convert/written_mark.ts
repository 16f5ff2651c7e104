/**
 * A comment at the end of Markdown that a conversion wrote, which pages don't
 * show. By it the next conversion knows a file that it may replace.
 *
 * @module
 */

const MARK = "<!-- thaw convert -->";

/** The text with the mark as its last line. */
export function withMark(text: string): string {
  return `${text}\n${MARK}\n`;
}

/** The lines without the mark; below it people may have gone on writing. */
export function withoutMark(lines: string[]): string[] {
  const at = lines.lastIndexOf(MARK);
  return at < 0 ? lines : lines.toSpliced(at, 1);
}

/** Whether a conversion wrote this text; people may have added to it. */
export function hasMark(text: string): boolean {
  return text.split(/\r?\n/).includes(MARK);
}
