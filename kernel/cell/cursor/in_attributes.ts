/**
 * The braces of `import a from "./a.json" with { type: "json" }`.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { walk } from "../parse/walk.ts";

/** Whether an offset lies in them. */
export function isInAttributes(file: ts.SourceFile, at: number): boolean {
  let found = false;
  walk(file, (node) => {
    if (found || node.pos > at || node.end < at) return false;
    if (!ts.isImportAttributes(node)) return;
    const open = node.getText(file).indexOf("{");
    found = open >= 0 && at > node.getStart(file) + open;
  });
  return found;
}
