/**
 * INVARIANT: where code of the child runs after a cell did, it uses none of
 * the language's globals that a cell may have overwritten.
 */

import { deepStrictEqual } from "node:assert/strict";
import ts from "typescript";
import * as natives from "../../../../kernel/child/language/natives.ts";

const CHILD = new URL("../../../../kernel/child/", import.meta.url);
const GUARDED = new Set(
  Object.keys(natives).filter((name) => name !== "global"),
);

function* files(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    const url = new URL(entry.name, folder);
    if (entry.isDirectory) yield* files(new URL(`${url}/`));
    else if (entry.name.endsWith(".ts")) yield url;
  }
}

/** Whether a node runs only when a function is called, so maybe after a cell. */
function isLate(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at)) return true;
  }
  return false;
}

/** Guarded globals that a file uses late and by their bare names. */
function violations(url: URL): string[] {
  const text = Deno.readTextFileSync(url);
  const file = ts.createSourceFile(
    url.href,
    text,
    ts.ScriptTarget.ESNext,
    true,
  );
  const own = new Set<string>();
  const declare = (node: ts.Node) => {
    if (ts.isImportSpecifier(node)) own.add(node.name.text);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      own.add(node.name.text);
    }
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) {
      own.add(node.name.text);
    }
    if (ts.isParameter(node) && ts.isIdentifier(node.name)) {
      own.add(node.name.text);
    }
    ts.forEachChild(node, declare);
  };
  declare(file);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    // Types are gone when it runs.
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (
      ts.isIdentifier(node) && GUARDED.has(node.text) && !own.has(node.text) &&
      !(ts.isPropertyAccessExpression(node.parent) &&
        node.parent.name === node) &&
      !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) &&
      isLate(node)
    ) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(
        `${url.pathname.split("/kernel/")[1]}:${line + 1} ${node.text}`,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

Deno.test("INVARIANT: child/ takes the language's globals from natives.ts", () => {
  // Its own folder is how that is done.
  const others = [...files(CHILD)]
    .filter(({ pathname }) => !pathname.includes("/child/language/"));
  deepStrictEqual(others.flatMap(violations), []);
});
