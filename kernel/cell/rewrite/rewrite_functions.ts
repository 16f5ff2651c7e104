/**
 * Functions and classes of a cell's top level.
 *
 * A script's own function declarations make properties of the global object
 * that can not be redeclared; a `let` can.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { Rewrite } from "./rewrite.ts";
import { isHidden } from "../parse/scopes.ts";
import { walk } from "../parse/walk.ts";

/** Moves a function to the prelude, where it exists before the cell runs. */
export function rewriteFunction(
  rewrite: Rewrite,
  node: ts.FunctionDeclaration,
): void {
  rewrite.functions.push(node);
  const { name } = node;
  if (!name) return;
  rewrite.edits.wrap(rewrite.start(node), node.end, `let ${name.text}=`, ";");
  rewrite.dropExport(node);
  // The function loses its name: with one it would go on to call itself after
  // another cell declared the name anew.
  rewrite.replace(rewrite.start(name), name.end, "");
}

/** Makes a class the value of a variable; it may extend its former self. */
export function rewriteClass(
  rewrite: Rewrite,
  node: ts.ClassDeclaration,
): void {
  const { name } = node;
  const start = rewrite.start(node);
  if (name && isDecoratedByTypeScript(rewrite, node)) {
    if (rewrite.usingStart !== undefined) rewrite.early.push(name.text);
  } else if (!name) {
    const isExported = node.modifiers?.some(({ kind }) =>
      kind === ts.SyntaxKind.DefaultKeyword
    );
    if (!isExported) {
      const message = "A class has a name, or stands in parentheses";
      rewrite.fail(node, 1211, message);
    }
    rewrite.edits.wrap(start, node.end, ";(", ");");
  } else if (rewrite.usingStart === undefined) {
    rewrite.edits.wrap(start, node.end, `let ${name.text}=`, ";");
  } else {
    rewrite.early.push(name.text);
    rewrite.edits.wrap(start, node.end, `;${name.text}=`, ";");
  }
  rewrite.dropExport(node);
  if (name) holdFormer(rewrite, node, name.text);
}

/**
 * `transpile.ts` makes it a variable later, as only declarations may have
 * TypeScript's own decorators.
 */
function isDecoratedByTypeScript(
  { compilerOptions }: Rewrite,
  node: ts.ClassDeclaration,
): boolean {
  if (!compilerOptions.experimentalDecorators) return false;
  return [node, ...node.members].some((part) =>
    ts.canHaveDecorators(part) && (ts.getDecorators(part)?.length ?? 0) > 0 ||
    ts.isFunctionLike(part) &&
      part.parameters.some((parameter) =>
        (ts.getDecorators(parameter)?.length ?? 0) > 0
      )
  );
}

function holdFormer(
  rewrite: Rewrite,
  node: ts.ClassDeclaration,
  name: string,
): void {
  const parent = node.heritageClauses?.find((clause) =>
    clause.token === ts.SyntaxKind.ExtendsKeyword
  );
  const expression = parent?.types[0]?.expression;
  if (!expression) return;
  walk(expression, (below) => {
    if (ts.isTypeNode(below)) return false;
    if (!ts.isIdentifier(below) || below.text !== name) return;
    const shorthand = ts.isShorthandPropertyAssignment(below.parent);
    if (!shorthand && isNameOf(below.parent, below)) return;
    if (isHidden(name, below, node)) return;
    if (!rewrite.held.includes(name)) rewrite.held.push(name);
    const held = `${rewrite.part("held")}.${name}`;
    const text = shorthand ? `${name}:${held}` : held;
    rewrite.replace(rewrite.start(below), below.end, text);
  });
}

/** Whether a node is what `parent` declares, or a property's name. */
function isNameOf(parent: ts.Node, node: ts.Node): boolean {
  return (parent as Partial<ts.NamedDeclaration>).name === node;
}
