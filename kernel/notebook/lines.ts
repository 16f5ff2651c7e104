/**
 * Texts as notebooks keep them: lists of lines, which version control compares
 * better.
 *
 * @module
 */

type Dict = Record<string, unknown>;

/** Python's ends of lines: more than JavaScript's. */
const ENDS = "\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029";

const LINES = new RegExp(`[^${ENDS}]*(?:\\r\\n|[${ENDS}])|[^${ENDS}]+`, "g");

/** The lines of a text, each with its end, as Python's `splitlines(True)`. */
export function splitLines(text: string): string[] {
  return text.match(LINES) ?? [];
}

/** One text of a text or a list of lines; nothing of anything else. */
export function joinedLines(text: unknown): string | undefined {
  if (typeof text === "string") return text;
  const isLines = Array.isArray(text) &&
    text.every((line) => typeof line === "string");
  return isLines ? text.join("") : undefined;
}

/** Whether what has this type is JSON, and so never a list of lines. */
export function isJsonType(type: string): boolean {
  return /^application\/(.*\+)?json$/.test(type);
}

/** A bundle from a file, its texts in one piece. */
export function joinedBundle(bundle: Dict): Dict {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      isJsonType(type) ? value : joinedLines(value) ?? value,
    ]),
  );
}

/** A bundle for a file, texts as lines where Jupyter has them so. */
export function splitBundle(bundle: Dict): Dict {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      typeof value === "string" && isInLines(type) ? splitLines(value) : value,
    ]),
  );
}

function isInLines(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" ||
    type === "application/javascript";
}
