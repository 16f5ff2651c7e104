/**
 * Markdown of documentation comments, for places that show none.
 *
 * @module
 */

/** The text without its marks; code and lists stay as they are. */
export function plainText(markdown: string): string {
  let isCode = false;
  const lines: string[] = [];
  for (const line of markdown.split("\n")) {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    else lines.push(isCode ? line : plainLine(line));
  }
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

function plainLine(line: string): string {
  return line
    .split(/(`+[^`]+`+)/)
    .map((part) =>
      part.startsWith("`") ? part.replaceAll("`", "") : part
        .replace(/^#{1,6} +/, "")
        .replace(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_, text, address) =>
          !address || text === address || !/^https?:/.test(address)
            ? text
            : `${text} (${address})`)
        .replace(/(\*\*|__)(?=\S)(.*?\S)\1/g, "$2")
        .replace(/(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])/g, "$1")
        .replace(/\\([\\`*_{}[\]()#+.!<>|~-])/g, "$1")
    )
    .join("");
}

/** A block of code, whatever backticks it holds. */
export function fenced(code: string): string {
  let fence = "```";
  while (code.includes(fence)) fence += "`";
  return `${fence}ts\n${code}\n${fence}`;
}
