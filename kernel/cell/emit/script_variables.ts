/**
 * Makes variables, which a later cell may declare again, of what TypeScript
 * declares as classes and by `var`.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/** Adds the names of other cells to those that TypeScript avoids for its own. */
export function withTakenNames(
  file: ts.SourceFile,
  taken: readonly string[],
): ts.SourceFile {
  // Not in TypeScript's declarations.
  const { identifiers } = file as unknown as {
    identifiers: Map<string, string>;
  };
  for (const name of taken) identifiers.set(name, name);
  return file;
}

/** For the block of a `using`: its names are declared outside of it. */
export function inBlock(
  statement: ts.Statement,
  factory: ts.NodeFactory,
): ts.Statement {
  // TypeScript puts the block of a `using` into a `try` that disposes.
  if (!ts.isTryStatement(statement) || statement.pos >= 0) {
    return asVariable(statement, factory, true);
  }
  const { tryBlock, catchClause, finallyBlock } = statement;
  const statements = tryBlock.statements.map((it) => inBlock(it, factory));
  const block = factory.updateBlock(tryBlock, statements);
  return factory.updateTryStatement(
    statement,
    block,
    catchClause,
    finallyBlock,
  );
}

/**
 * A variable in place of a class with TypeScript's own decorators, and `let` in
 * place of the `var` of TypeScript's temporary variables.
 *
 * @param exists Whether a class is declared outside, as before a `using`.
 */
export function asVariable(
  statement: ts.Statement,
  factory: ts.NodeFactory,
  exists: boolean,
): ts.Statement {
  const variable = (name: ts.Identifier, value: ts.Expression) =>
    exists
      ? factory.createExpressionStatement(
        factory.createAssignment(name, value),
      )
      : factory.createVariableStatement(
        undefined,
        factory.createVariableDeclarationList([
          factory.createVariableDeclaration(name, undefined, undefined, value),
        ], ts.NodeFlags.Let),
      );
  if (ts.isClassDeclaration(statement) && statement.name) {
    const { modifiers, name, heritageClauses, members } = statement;
    const value = factory.createClassExpression(
      modifiers?.filter(ts.isDecorator),
      name,
      undefined,
      heritageClauses,
      members,
    );
    return ts.setTextRange(variable(name, value), statement);
  }
  if (!ts.isVariableStatement(statement)) return statement;
  const { declarations } = statement.declarationList;
  if (ts.isClassDeclaration(ts.getOriginalNode(statement))) {
    const [{ name, initializer }] = declarations;
    return ts.setTextRange(
      variable(name as ts.Identifier, initializer!),
      statement,
    );
  }
  if (statement.pos >= 0) return statement;
  return factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(declarations, ts.NodeFlags.Let),
  );
}
