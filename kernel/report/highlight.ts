/**
 * Colours for code in TypeScript, by TypeScript's own scanner.
 *
 * @module
 */

import ts from "../system/typescript.js";
import { escapeHtml } from "./html.ts";

/** Code as HTML; nothing but what it shows, escaped, in spans. */
export function highlighted(source: string): string {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    source,
  );
  const parts: string[] = [];
  let kind = scanner.scan();
  let end = 0;
  // Open braces within each template: the one that closes its expression
  // begins the template's next part, which the scanner must be told.
  const open: number[] = [];
  while (kind !== ts.SyntaxKind.EndOfFileToken) {
    if (kind === ts.SyntaxKind.CloseBraceToken && open.at(-1) === 0) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === ts.SyntaxKind.TemplateTail) open.pop();
    } else if (kind === ts.SyntaxKind.TemplateHead) open.push(0);
    else if (kind === ts.SyntaxKind.OpenBraceToken) deepen(open, 1);
    else if (kind === ts.SyntaxKind.CloseBraceToken) deepen(open, -1);
    // From the last token's end: what the scanner skips is shown, too.
    const text = escapeHtml(source.slice(end, scanner.getTokenEnd()));
    const name = className(kind);
    parts.push(name ? `<span class="${name}">${text}</span>` : text);
    // What the scanner can't read it may leave where it was.
    if (scanner.getTokenEnd() === end) break;
    end = scanner.getTokenEnd();
    kind = scanner.scan();
  }
  return parts.join("") + escapeHtml(source.slice(end));
}

function deepen(open: number[], by: number): void {
  if (open.length > 0) open[open.length - 1] += by;
}

function className(kind: ts.SyntaxKind): string | undefined {
  if (
    kind === ts.SyntaxKind.SingleLineCommentTrivia ||
    kind === ts.SyntaxKind.MultiLineCommentTrivia
  ) return "comment";
  if (
    kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword
  ) return "keyword";
  if (
    kind === ts.SyntaxKind.NumericLiteral ||
    kind === ts.SyntaxKind.BigIntLiteral
  ) return "number";
  if (
    kind === ts.SyntaxKind.StringLiteral ||
    kind >= ts.SyntaxKind.FirstTemplateToken &&
      kind <= ts.SyntaxKind.LastTemplateToken
  ) return "string";
}
