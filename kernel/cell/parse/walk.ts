/**
 * A walk over a syntax tree that does not recurse: a sum of 5,000 terms is
 * a tree 5,000 nodes deep.
 *
 * @module
 */

import ts from "../../system/typescript.js";

// A getter on a large object: looked up once.
const { forEachChild } = ts;

/**
 * Visits `root` and what lies below, parents first, in source order.
 *
 * @param visit Returns false to leave out what lies below a node.
 */
export function walk(
  root: ts.Node,
  visit: (node: ts.Node) => boolean | void,
): void {
  const waiting = [root];
  while (waiting.length > 0) {
    const node = waiting.pop()!;
    if (visit(node) === false) continue;
    const first = waiting.length;
    forEachChild(node, (child) => {
      waiting.push(child);
    });
    for (let i = first, j = waiting.length - 1; i < j; i++, j--) {
      [waiting[i], waiting[j]] = [waiting[j], waiting[i]];
    }
  }
}
