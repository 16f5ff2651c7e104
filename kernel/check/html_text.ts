/**
 * What HTML says: its text, and its tables cell by cell.
 *
 * @module
 */

/** The rows of cells of all tables, in order. */
export type Table = string[][];

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** The text that a reader sees, with one space for many. */
export function htmlText(html: string): string {
  return decoded(
    html
      .replace(/<!--[^]*?-->/g, "")
      .replace(/<(script|style)\b[^]*?<\/\1\s*>/gi, "")
      .replace(/<(?:br|\/?(?:p|div|tr|li|h\d|table|pre))\b[^>]*>/gi, "\n")
      .replace(/<\/t[dh]\s*>/gi, "\t")
      .replace(/<[a-z/!][^>]*>/gi, ""),
  ).replace(/[^\S\n]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
}

/** The cells of its tables. */
export function htmlTables(html: string): Table {
  return [...html.matchAll(/<tr\b[^>]*>([^]*?)(?=<\/?tr\b|<\/table|$)/gi)]
    .map(([, row]) =>
      [...row.matchAll(/<t[dh]\b[^>]*>([^]*?)(?=<t[dh]\b|<\/t[dhr]|$)/gi)]
        .map(([, cell]) => htmlText(cell))
    );
}

/** The text around the tables. */
export function outsideTables(html: string): string {
  return htmlText(html.replace(/<table\b[^]*?<\/table\s*>/gi, "\n"));
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, ...parts) => {
    const [decimal, hexadecimal, name] = parts;
    if (name) return ENTITIES[name.toLowerCase()] ?? all;
    const code = decimal ? Number(decimal) : parseInt(hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
