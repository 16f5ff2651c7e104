/**
 * Private names for what begins with a `#`, as in `#secret in object`, of which
 * the language server offers none.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { parseAtCursor } from "../parse/parse_at_cursor.ts";
import { walk } from "../parse/walk.ts";
import { unlessTooDeep } from "./unless_too_deep.ts";

/** Private names of the classes around `offset`, the nearest first. */
export function privateNamesAt(source: string, offset: number): string[] {
  return unlessTooDeep(() => findPrivateNames(source, offset), []);
}

function findPrivateNames(source: string, offset: number): string[] {
  const cell = parseAtCursor(source);
  const at = cell.fromSource(offset);
  const names: string[][] = [];
  walk(cell.file, (node) => {
    if (node.pos > at || node.end < at) return false;
    if (!ts.isClassLike(node)) return;
    names.unshift(
      node.members.flatMap(({ name }) =>
        name && ts.isPrivateIdentifier(name) ? name.text : []
      ),
    );
  });
  return [...new Set(names.flat())];
}
