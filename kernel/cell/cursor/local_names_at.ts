/**
 * Names that can be completed but have no value yet.
 *
 * @module
 */

import ts from "typescript";
import { parseCell } from "../parse/parse_cell.ts";
import { lexicalNames, variableNames } from "../parse/scopes.ts";
import { walk } from "../parse/walk.ts";

/** Names that functions and blocks around `offset` declare, the nearest first. */
export function localNamesAt(source: string, offset: number): string[] {
  const cell = parseCell(source);
  const at = cell.fromSource(offset);
  const names: string[][] = [];
  walk(cell.file, (node) => {
    if (node.pos > at || node.end < at) return false;
    if (ts.isSourceFile(node)) return;
    names.unshift([...lexicalNames(node), ...variableNames(node)]);
  });
  return [...new Set(names.flat())];
}
