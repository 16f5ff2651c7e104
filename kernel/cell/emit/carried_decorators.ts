/**
 * Moves decorators of members that await or yield out of the static block in
 * which TypeScript computes them: neither can stand there.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { suspends } from "./suspends.ts";

/**
 * Moves the decorators of a class, if some of them await or yield, to the name
 * of a last member, which V8 computes right before it runs the static block,
 * and which the block takes away.
 *
 * @param key Makes an expression for that name.
 */
export function withCarriedDecorators(
  node: ts.ClassDeclaration | ts.ClassExpression,
  factory: ts.NodeFactory,
  key: () => ts.Expression,
): ts.ClassDeclaration | ts.ClassExpression {
  const moved: ts.Expression[] = [];
  const members = node.members.map((member) => {
    if (!ts.isClassStaticBlockDeclaration(member)) return member;
    const lists = member.body.statements.filter(isListOfDecorators);
    if (!lists.some((list) => suspends(list))) return member;
    moved.push(...lists.map(({ expression }) => expression));
    const carrier = factory.createElementAccessExpression(
      factory.createThis(),
      key(),
    );
    const body = factory.updateBlock(member.body, [
      factory.createExpressionStatement(
        factory.createDeleteExpression(carrier),
      ),
      ...member.body.statements.filter((it) => !isListOfDecorators(it)),
    ]);
    return factory.updateClassStaticBlockDeclaration(member, body);
  });
  if (moved.length === 0) return node;
  const computed = factory.createCommaListExpression([...moved, key()]);
  const carrier = factory.createMethodDeclaration(
    [factory.createModifier(ts.SyntaxKind.StaticKeyword)],
    undefined,
    factory.createComputedPropertyName(
      factory.createParenthesizedExpression(computed),
    ),
    undefined,
    undefined,
    [],
    undefined,
    factory.createBlock([]),
  );
  const { modifiers, name, typeParameters, heritageClauses } = node;
  const all = [...members, carrier];
  return ts.isClassExpression(node)
    ? factory.updateClassExpression(
      node,
      modifiers,
      name,
      typeParameters,
      heritageClauses,
      all,
    )
    : factory.updateClassDeclaration(
      node,
      modifiers,
      name,
      typeParameters,
      heritageClauses,
      all,
    );
}

/** `_m_decorators = […];` */
function isListOfDecorators(
  node: ts.Statement,
): node is ts.ExpressionStatement {
  return node.pos < 0 && ts.isExpressionStatement(node) &&
    ts.isBinaryExpression(node.expression) &&
    ts.isIdentifier(node.expression.left) &&
    ts.isArrayLiteralExpression(node.expression.right);
}
