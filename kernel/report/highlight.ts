/**
 * Colours for code in TypeScript, by TypeScript's own scanner.
 *
 * @module
 */

import ts from "typescript";
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
  while (kind !== ts.SyntaxKind.EndOfFileToken) {
    const text = escapeHtml(scanner.getTokenText());
    const name = className(kind);
    parts.push(name ? `<span class="${name}">${text}</span>` : text);
    // What the scanner can't read it may leave where it was.
    if (scanner.getTokenEnd() === end) break;
    end = scanner.getTokenEnd();
    kind = scanner.scan();
  }
  return parts.join("") + escapeHtml(source.slice(end));
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
