/**
 * A comment at the end of Markdown that a conversion wrote, which pages don't
 * show. By it the next conversion knows a file that it may replace.
 *
 * @module
 */

const MARK = "<!-- thaw convert -->";

const LAST = new RegExp(`\\s*${MARK}\\s*$`);

/** The text with the mark as its last line. */
export function withMark(text: string): string {
  return `${text}\n${MARK}\n`;
}

/** The text as it was before it was marked. */
export function withoutMark(text: string): string {
  return text.replace(LAST, "\n");
}

/** Whether a conversion wrote this text; people may have added to it. */
export function hasMark(text: string): boolean {
  return text.split(/\r?\n/).includes(MARK);
}
