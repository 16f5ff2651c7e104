/**
 * What Stop needs to know of an `await`: which call of a function it is in, as
 * the last one called is to clean up first, and whether it is clean-up itself.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { Rewrite } from "./rewrite.ts";

/**
 * The last argument of a guard: a variable of the function around an `await`,
 * which is declared where there is none yet. Empty for the cell itself.
 */
export function callNumber(rewrite: Rewrite, node: ts.Node): string {
  const owner = functionAround(node);
  const body = owner && (owner as ts.FunctionLikeDeclaration).body;
  if (!body || node.pos < body.pos) return "";
  const variable = `${rewrite.runtime}_call`;
  if (!rewrite.numbered.has(owner)) {
    rewrite.numbered.add(owner);
    const declaration = `let ${variable}=${rewrite.part("beginCall")}();`;
    const start = rewrite.start(body);
    if (ts.isBlock(body)) rewrite.edits.insert(start + 1, declaration);
    else {
      rewrite.edits.wrap(start, body.end, `{${declaration}return (`, ")}");
    }
  }
  return `,${variable}`;
}

/** Whether an `await` stands in a `catch`, a `finally` or a disposal. */
export function isCleanup(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isCatchClause(parent) && parent.block === at) return true;
    if (ts.isTryStatement(parent) && parent.finallyBlock === at) return true;
    if (ts.isFunctionLike(at)) return isAsyncDisposal(at);
  }
  return false;
}

/** `[Symbol.asyncDispose]() {}`, also as a property. */
function isAsyncDisposal(node: ts.SignatureDeclaration): boolean {
  const named = ts.isMethodDeclaration(node) ? node : node.parent;
  const { name } = named as ts.NamedDeclaration;
  return name !== undefined && ts.isComputedPropertyName(name) &&
    ts.isPropertyAccessExpression(name.expression) &&
    name.expression.name.text === "asyncDispose";
}

function functionAround(node: ts.Node): ts.Node | undefined {
  let at = node.parent;
  while (!ts.isFunctionLike(at)) {
    if (ts.isSourceFile(at)) return undefined;
    at = at.parent;
  }
  return at;
}
