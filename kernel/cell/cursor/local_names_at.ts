/**
 * Names that can be completed but have no value yet.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { parseCell } from "../parse/parse_cell.ts";
import { isVarScope, lexicalNames, variableNames } from "../parse/scopes.ts";
import { walk } from "../parse/walk.ts";
import { unlessTooDeep } from "./unless_too_deep.ts";

/** Names that functions and blocks around `offset` declare, the nearest first. */
export function localNamesAt(source: string, offset: number): string[] {
  return unlessTooDeep(() => findLocalNames(source, offset), []);
}

function findLocalNames(source: string, offset: number): string[] {
  const cell = parseCell(source);
  const at = cell.fromSource(offset);
  const names: string[][] = [];
  walk(cell.file, (node) => {
    if (node.pos > at || node.end < at) return false;
    if (ts.isSourceFile(node)) return;
    // Looking for `var` below each part of a deep expression takes seconds.
    const holds = isVarScope(node) || ts.isBlock(node);
    const variables = holds ? variableNames(node) : [];
    names.unshift([...lexicalNames(node), ...variables]);
  });
  return [...new Set(names.flat())];
}
