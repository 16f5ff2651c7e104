/**
 * Whether a place of a cell is within a comment.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { walk } from "../parse/walk.ts";

/** The end of a line comment is within it, that of a block comment is not. */
export function isInComment(file: ts.SourceFile, offset: number): boolean {
  const { text } = file;
  const literals = literalEnds(file);
  for (let at = 0; at < offset;) {
    const literalEnd = literals.get(at);
    if (literalEnd !== undefined && literalEnd > at) at = literalEnd;
    else if (text.startsWith("//", at)) {
      at = endOf(/[\n\r\u2028\u2029]/g, text, at);
      if (offset <= at) return true;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length + 1 : end + 2;
      if (offset < at) return true;
    } else at++;
  }
  return false;
}

/** Ends of all that may hold slashes without a comment, by their starts. */
function literalEnds(file: ts.SourceFile): Map<number, number> {
  const ends = new Map<number, number>();
  walk(file, (node) => {
    if (
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isRegularExpressionLiteral(node) || ts.isJsxText(node)
    ) ends.set(node.getStart(file), node.end);
  });
  return ends;
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
