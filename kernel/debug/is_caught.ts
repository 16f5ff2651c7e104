/**
 * Whether the source around a place catches what is thrown there.
 *
 * V8 can't say it of cells: DevTools waits for a cell's promise, so V8 takes
 * every rejection of it for one that is handled.
 *
 * @module
 */

import ts from "../system/typescript.js";

/** @param line 1-based, as the column, in UTF-16 units. */
export function isCaught(
  source: string,
  line: number,
  column: number,
): boolean {
  const file = ts.createSourceFile(
    "source.tsx",
    source,
    ts.ScriptTarget.ESNext,
    true,
    ts.ScriptKind.TSX,
  );
  const starts = file.getLineStarts();
  if (line > starts.length) return false;
  const at = starts[line - 1] + column - 1;
  let node = innermost(file, at);
  for (; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    // What the function's caller catches is found by the caller's own frame.
    if (ts.isFunctionLike(node)) return false;
    if (ts.isTryStatement(parent) && parent.tryBlock === node) {
      if (parent.catchClause) return true;
    }
  }
  return false;
}

function innermost(file: ts.SourceFile, at: number): ts.Node {
  let node: ts.Node = file;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(
      node,
      (child) =>
        child.getStart(file) <= at && at < child.end ? child : undefined,
    );
    if (!inner) return node;
    node = inner;
  }
}
